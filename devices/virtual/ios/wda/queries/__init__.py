"""How elements are found: predicates, class chains, XPath, and the strategies of a client."""
