"""The vocabulary everyone shares: frozen records, normal forms and errors.

Nothing here reads a file, opens a socket or looks at a clock. Every other
package speaks in these records; this package imports none of them.
"""
