"""Evidence, registers and a notice → findings → a verdict. Pure, but for verifiers/cnipa's files."""
