"""What is particular to video coding: clips, contract, metrics, judgement."""
