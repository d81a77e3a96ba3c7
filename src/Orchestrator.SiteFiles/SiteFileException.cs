namespace Orchestrator.SiteFiles;

/// <summary>A site file that can't be honoured. The message is one sentence with the line and what to do.</summary>
public sealed class SiteFileException(string sentence) : Exception(sentence);
