namespace Orchestrator.Links.Routing;

/// <summary>Whether, and when, the way without a proxy is tried.</summary>
public enum DirectRoute
{
    /// <summary>Not at all: all goes through the proxies.</summary>
    Never,

    /// <summary>Before the proxies.</summary>
    First,

    /// <summary>After the proxies.</summary>
    Last,
}
