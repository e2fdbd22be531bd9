"""What the desk gives to those who keep its data: named files, whole cases."""
