"""PAY: documents whose values do not follow the model."""

from mock_provider.clr10.faults.pay import contexts, json_types, values

FAULTS = (*contexts.FAULTS, *json_types.FAULTS, *values.FAULTS)
