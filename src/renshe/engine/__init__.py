"""What runs law. The engine knows no law: it reads declarations and runs them."""
