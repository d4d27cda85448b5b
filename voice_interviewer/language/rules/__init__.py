"""The pattern language of the rules, and the rule files."""
