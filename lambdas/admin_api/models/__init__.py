"""What the API says beyond the domain's own contracts; the dashboard's types come from it."""
