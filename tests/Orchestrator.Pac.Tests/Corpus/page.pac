<html><body>Please sign in</body></html>
