"""Test vectors: right documents, and ways to break them one rule at a time, as JSON for anybody.

An edition's folder ``vectors`` is data: keys, right documents, ways by row. This engine makes documents of them.
"""

from conformance.vectors.reading import Book, book_of_vectors
from conformance.vectors.values import Answer, Vector

__all__ = ["Answer", "Book", "Vector", "book_of_vectors"]
