namespace Orchestrator.Plugins.Shared.Http;

/// <summary>Bounds of the head of an HTTP/1.x answer, with the reason of each.</summary>
internal static class HttpLimits
{
    /// <summary>Whole head: Negotiate tickets make heads of some KiB, a longer one is an attack or not HTTP.</summary>
    public const int HeadBytes = 32 * 1024;

    /// <summary>Header lines: proxies send a dozen.</summary>
    public const int Headers = 100;

    /// <summary>What is kept of an error page, for the sentence and the log.</summary>
    public const int BodyExcerpt = 1024;
}
