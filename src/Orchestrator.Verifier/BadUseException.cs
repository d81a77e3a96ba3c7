namespace Orchestrator.Verifier;

/// <summary>The command line isn't understood, or names something that can't be used. The sentence says what, and what to do.</summary>
internal sealed class BadUseException(string sentence) : Exception(sentence);
