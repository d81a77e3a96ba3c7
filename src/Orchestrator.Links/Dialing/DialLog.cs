using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Dialing;

/// <summary>Keeps what one dial tried, and picks the failure that says most.</summary>
internal sealed class DialLog(TimeProvider time)
{
    private readonly ImmutableArray<DialAttempt>.Builder attempts = ImmutableArray.CreateBuilder<DialAttempt>();
    private DialException? telling;
    private Route? tellingRoute;

    private readonly List<RouteFinding> findings = [];

    /// <summary>All so far.</summary>
    public DialReport Report => new(attempts.ToImmutable()) { Findings = [.. findings.Distinct()] };

    /// <summary>Where the routes of this dial come from.</summary>
    public void Found(RoutePlan plan) => findings.AddRange(plan.Findings);

    /// <summary>Now, for <see cref="Failed"/> and <see cref="Linked"/>.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>An attempt that made no link.</summary>
    public void Failed(string brokerName, Route route, string transport, DialException failure, long begun)
    {
        attempts.Add(new DialAttempt(brokerName, route, transport, failure.Code, failure.Message, time.GetElapsedTime(begun)) { Trail = BrokerSide.TrailOf(failure) });
        if (telling is null || Reach(failure.Code) >= Reach(telling.Code))
            (telling, tellingRoute) = (failure, route);
    }

    /// <summary>The attempt that made the link.</summary>
    public void Linked(string brokerName, Route route, string transport, DialTrail trail, long begun) =>
        attempts.Add(new DialAttempt(brokerName, route, transport, "", "", time.GetElapsedTime(begun)) { Trail = trail });

    /// <summary>What the dial fails with: the failure of the attempt that came furthest, and what became of the other routes.</summary>
    public DialException Verdict()
    {
        var failure = telling ?? (findings.LastOrDefault(found => found.Code.Length > 0) is { } why ? new DialException(why.Code, why.Sentence) : DialFailures.TooSlow("The way to the broker", DialerLimits.Dial));
        var others = attempts
            .Where(attempt => tellingRoute is not null && !attempt.Route.IsSameWay(tellingRoute))
            .Select(attempt => $"{attempt.Route} ({attempt.Code})").Distinct(StringComparer.Ordinal).ToArray();
        return Report.On(others.Length == 0 ? failure : new DialException(failure.Code, $"{failure.Message} Tried as well: {string.Join(", ", others)}.", failure));
    }

    // Whoever answered knows more than whoever didn't: a refused password explains a failed dial better than a silent broker behind the firewall.
    private static int Reach(string code) => code switch
    {
        DialCodes.TransportRefused => 5,
        DialCodes.CaptivePortal => 4,
        _ when code.StartsWith("TLS_", StringComparison.Ordinal) => 4,
        DialCodes.ProxyUnreachable => 1,
        _ when code.StartsWith("PROXY_", StringComparison.Ordinal) => 3,
        DialCodes.TransportFault => 2,
        DialCodes.BrokerUnreachable or DialCodes.Timeout => 1,
        _ => 0,
    };
}
