"""Permission prompts: what is asked, how it looks, and what an answer does, on every release."""
