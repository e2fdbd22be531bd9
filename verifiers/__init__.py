"""Evidence, registers and a notice → findings → a verdict. Pure, but for what verifiers/cnipa keeps and asks."""
