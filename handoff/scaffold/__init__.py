"""What a new bot begins with: the files in `template/`, its entry in handoff_config.yml, its lines in the Procfile.

Pure but for reading `template/`; `handoff.cli.new_bot` writes it all down. The template is a Rasa project whose files
have placeholders in double angle brackets: `<<NAME>>`.
"""
