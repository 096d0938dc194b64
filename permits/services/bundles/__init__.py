"""Bundle versions: imported whole, put in force and retired; the cases that follow a new one."""
