"""Takes a batch in: the folder or zip, its uploads, its tables.

Everything here is handed to us by strangers. Bytes are stored before they are
parsed, nothing outside the batch folder is ever opened, and each thing that
cannot be taken leaves a reason behind.
"""
