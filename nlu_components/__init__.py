"""Components for Rasa's NLU pipeline that tell what a sentence means, and when a bot does not know.

`featurizer.SentenceEncoderFeaturizer` turns a sentence into 384 numbers that say what it means, in this process or by
asking a server. `classifier.IntentClassifier` reads these and the words themselves, two views that make different
mistakes, and gives `nlu_fallback` for what is unlike all that it was trained with. docs/understanding.md tells more.
"""
