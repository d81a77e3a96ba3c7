using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Diagnosing;

/// <summary>
/// Goes the way of a start, up to the broker's proof, and says where it ended. Registers nothing: the link is closed as soon as the broker proved itself.
/// </summary>
public static class Diagnoser
{
    private static readonly ImmutableArray<DialHop> Hops = [.. Enum.GetValues<DialHop>()];

    /// <summary>Tries once.</summary>
    /// <param name="connector">As a start has it.</param>
    /// <param name="program">Who tries.</param>
    /// <param name="unproven">The sentence about somebody who isn't the vendor's server.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public static async Task<Diagnosis> RunAsync(BrokerConnector connector, DiagnosedProgram program, Func<LinkHandshakeException, string> unproven, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(unproven);
        try
        {
            var link = await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
            return OfSuccess(connector.Report!, program);
        }
        catch (DialException failure)
        {
            return OfFailure(failure, program);
        }
        catch (LinkHandshakeException failure)
        {
            return OfUnproven(unproven(failure), connector.Report!, program);
        }
    }

    /// <summary>The server was reached and proved itself.</summary>
    public static Diagnosis OfSuccess(DialReport report, DiagnosedProgram program)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Make("", "The vendor's server was reached, and proved that it is the vendor's. A session can be started from this computer.", report.Attempts, null, program);
    }

    /// <summary>A dial that failed.</summary>
    public static Diagnosis OfFailure(DialException failure, DiagnosedProgram program)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var attempts = DialReport.Of(failure)?.Attempts ?? [];
        var trail = attempts.LastOrDefault(attempt => attempt.Code == failure.Code)?.Trail ?? DialTrail.Nothing;
        return Make(failure.Code, failure.Message, attempts, DialHops.Of(failure.Code, trail), program);
    }

    /// <summary>Somebody was reached who isn't the vendor's server.</summary>
    public static Diagnosis OfUnproven(string sentence, DialReport report, DiagnosedProgram program)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Make(DialCodes.ServerUnproven, sentence, report.Attempts, DialHop.Broker, program);
    }

    /// <summary>Something local that no dial came to.</summary>
    public static Diagnosis OfLocal(string code, string sentence, DiagnosedProgram program) => Make(code, sentence, [], DialHop.Configuration, program);

    private static Diagnosis Make(string code, string sentence, ImmutableArray<DialAttempt> attempts, DialHop? failed, DiagnosedProgram program)
    {
        var telling = attempts.LastOrDefault(attempt => attempt.Code == code) ?? attempts.LastOrDefault();
        return new Diagnosis
        {
            Code = code,
            Sentence = sentence,
            Hops = [.. Hops.Select(hop => Judge(hop, failed, code, telling, program))],
            Attempts = attempts,
            Program = program,
        };
    }

    private static DiagnosedHop Judge(DialHop hop, DialHop? failed, string code, DialAttempt? telling, DiagnosedProgram program)
    {
        var isSkipped = telling is not null && (hop == DialHop.Proxy && telling.Route.IsDirect);
        var state = isSkipped ? HopState.Skipped
            : hop == failed ? HopState.Failed
            : failed is null || hop < failed ? HopState.Ok
            : HopState.NotReached;
        return new DiagnosedHop(hop, state, state switch
        {
            HopState.Failed => code,
            HopState.Ok => HopDetails.Of(hop, telling, program),
            HopState.Skipped => "no proxy",
            _ => "",
        });
    }
}
