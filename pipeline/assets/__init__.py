"""The assets: thin bodies over plain functions. What each stage is: design, How the data flow."""
