using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

/// <summary>What one CONNECT brought: a head, or why there is none.</summary>
/// <param name="Head">Null when there was no HTTP answer.</param>
/// <param name="Body">First 1 KiB of the error page, as printable text.</param>
/// <param name="Problem">Set exactly when <paramref name="Head"/> is null.</param>
/// <param name="Detail">One line about the problem.</param>
internal sealed record Answer(HttpHead? Head, string Body, AnswerProblem? Problem = null, string Detail = "")
{
    /// <summary>Status; 0 when there was no answer.</summary>
    public int Status => Head?.Status ?? 0;

    /// <summary>407; or 401, which some proxies (tinyproxy) send when the password is wrong.</summary>
    public bool WantsCredentials => Status is 407 or 401;

    /// <summary>The connection is now a tunnel.</summary>
    public bool IsTunnel => Status is >= 200 and < 300 && !IsPage;

    /// <summary>A page for a browser in place of a tunnel. RFC 9110 has a 2xx to CONNECT carry no content at all.</summary>
    public bool IsPage =>
        Status is >= 300 and < 400 || (Status is >= 200 and < 300 && Head!.All("Content-Type").Any(type => type.Contains("html", StringComparison.OrdinalIgnoreCase)));
}

/// <summary>Why there is no head.</summary>
internal enum AnswerProblem
{
    /// <summary>Closed or reset without an answer.</summary>
    Closed,

    /// <summary>Something that isn't HTTP.</summary>
    Garbage,

    /// <summary>Nothing within the time.</summary>
    Silence,
}
