"""<<NAME>>: a Rasa project that hands over to the other hosts and takes over from them."""
