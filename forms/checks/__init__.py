"""What a value must be: numbers of people and companies, telephones, lines, shapes on the map; and their masks."""
