namespace Orchestrator.Mutants;

/// <summary>The page and the code don't fit each other; the message says where and is for whoever keeps the page.</summary>
internal sealed class TableException(string message) : Exception(message);
