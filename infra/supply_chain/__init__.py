"""What Errata is made of: bills of materials, licences, and known vulnerabilities."""
