"""The limits of intake, by name.

A limit turns "the machine died" into "this file was refused, and why". Each
is far above what an honest batch needs.
"""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """What intake takes at most.

    Attributes:
        file_bytes: Largest file that is read. Larger ones are stored and refused.
        stored_file_bytes: Largest file that is stored. Larger ones stay in the
            batch folder only: a sparse file of a terabyte must not fill the disk.
        image_pixels: Pixels of one image. A 139-megapixel A4 scan at 1200 dpi
            passes; Pillow's own refusal begins at 178 megapixels.
        image_side: Pixels of the longer side of one image.
        batch_files: Files of one batch.
        folder_depth: Levels of folders below the batch folder.
        zip_entries: Entries of a batch that comes as a zip.
        zip_total_bytes: Bytes of such a batch when unpacked.
        zip_entry_bytes: Bytes of one of its entries when unpacked.
        zip_ratio: Unpacked to packed bytes of one entry …
        zip_ratio_from_bytes: … looked at from this size on: a blank scan in BMP
            honestly packs 1000:1.
        config_bytes: Size of batch.toml.
        table_bytes: Size of a table file.
        table_unpacked_bytes: Size of an XLSX table when unpacked.
        table_parts: Files inside an XLSX table.
        table_rows: Rows of a table that hold anything.
        table_columns: Columns of a table; what stands further right is ignored.
        table_cells: Cells of a spreadsheet, blank ones within a row included.
        cell_characters: Characters of one cell: what a spreadsheet can hold.
    """

    file_bytes: int = 200 * MIB
    stored_file_bytes: int = 16 * GIB
    image_pixels: int = 150_000_000
    image_side: int = 65_500
    batch_files: int = 200_000
    folder_depth: int = 32
    zip_entries: int = 100_000
    zip_total_bytes: int = 50 * GIB
    zip_entry_bytes: int = 4 * GIB
    zip_ratio: int = 200
    zip_ratio_from_bytes: int = 32 * MIB
    config_bytes: int = 1 * MIB
    table_bytes: int = 100 * MIB
    table_unpacked_bytes: int = 200 * MIB
    table_parts: int = 1_000
    table_rows: int = 50_000
    table_columns: int = 500
    table_cells: int = 20_000_000
    cell_characters: int = 32_767
