module it.modular {}
