"""What a developer of the checkout runs; nothing of the product imports it."""
