using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Pac;
using Orchestrator.Pac.Answers;

namespace Orchestrator.Links.Routing.Pac;

/// <summary>
/// Routes that a PAC file names. It is got anew when it is older than some minutes; one that was good stays good while its server is silent, so that a
/// link which is made anew doesn't depend on it.
/// </summary>
internal sealed class PacRoutes(PacLocation place, PacFetcher fetcher, PacEvaluator evaluator, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim turn = new(1, 1);
    private (PacScript Script, string Hash, long Read)? known;

    /// <summary>The routes to a name; a failure is a finding.</summary>
    public async Task<RoutePlan> FindAsync(string brokerName, CancellationToken cancellationToken)
    {
        // One at a time: two dials of one process would otherwise take each other for a script that doesn't end.
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (script, remark) = await ScriptAsync(cancellationToken).ConfigureAwait(false);
            var answer = await evaluator.FindAsync(script, brokerName, cancellationToken).ConfigureAwait(false);
            var routes = answer.Hops.Select(hop => hop.Kind == PacHopKind.Direct ? Route.Direct(RouteOrigin.PacFile) : Route.Through(Address(hop), RouteOrigin.PacFile)).ToImmutableArray();
            var skipped = answer.Skipped.IsEmpty ? "" : $" Left out: {string.Join("; ", answer.Skipped)}.";
            return new RoutePlan(routes, [new RouteFinding(Source, "", $"{remark}Its answer for {brokerName}: {string.Join(", ", routes)}.{skipped}")]);
        }
        catch (PacException failure)
        {
            return new RoutePlan([], [new RouteFinding(Source, failure.Code, failure.Message)]);
        }
        catch (DialException failure)
        {
            return new RoutePlan([], [new RouteFinding(Source, failure.Code, failure.Message)]);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private string Source => $"PAC file {place}";

    private async Task<(PacScript Script, string Remark)> ScriptAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && time.GetElapsedTime(fresh.Read) < Age)
            return (fresh.Script, $"SHA-256 {fresh.Hash}. ");
        try
        {
            var bytes = await fetcher.FetchAsync(place, cancellationToken).ConfigureAwait(false);
            var script = PacScript.Of(bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            known = (script, hash, time.GetTimestamp());
            return (script, $"SHA-256 {hash}. ");
        }
        catch (DialException failure) when (failure.Code == PacCodes.Unreachable && known is not null)
        {
            return (known.Value.Script, $"SHA-256 {known.Value.Hash}, as it was got before: now it can't be got. ");
        }
    }

    private static string Address(PacHop hop)
    {
        var scheme = hop.Kind switch
        {
            PacHopKind.Http => "http",
            PacHopKind.Https => "https",
            _ => "socks5",
        };
        return $"{scheme}://{(hop.Host.Contains(':', StringComparison.Ordinal) ? $"[{hop.Host}]" : hop.Host)}:{hop.Port}";
    }
}
