// The names that --wrong and --right know; a typing error must not pass for a house that is right.

export const WRONG = [
];

export const RIGHT = [];
