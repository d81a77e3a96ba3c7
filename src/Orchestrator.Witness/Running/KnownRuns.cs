using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Witnesses.Running;

/// <summary>Which logs this witness cosigns on its link: the broker's, by the vendor's signed configuration, and runs that are introduced as they must be.</summary>
/// <param name="configuration">The vendor's.</param>
/// <param name="secret">The site's; null where it has none: then every run that its own key bound counts.</param>
/// <param name="state">Which key a log had before.</param>
internal sealed class KnownRuns(ClientConfiguration configuration, byte[]? secret, WitnessState state)
{
    /// <summary>In which a run's RSA key signs its log key.</summary>
    private const string BindingContext = "log key";

    private const int IdDigits = 32;

    /// <summary>The broker's log key by its origin.</summary>
    public IReadOnlyList<NoteKey> OfBroker(string origin) =>
        configuration.BrokerNames.Any(name => origin == $"{name}/broker") ? [new NoteKey(origin, configuration.BrokerLogKey)] : [];

    /// <summary>Judges an introduction.</summary>
    /// <param name="run">As the broker passed it on.</param>
    /// <param name="key">What verifies the run's checkpoints; null when it is refused.</param>
    /// <returns>Why it is refused; null when it isn't.</returns>
    public string? Judge(WitnessMessages.RunIntroduction run, out NoteKey? key)
    {
        key = null;
        if (!IsRun(run.Origin))
            return "The origin isn't one of a run of this vendor.";
        if (Ed25519Public.TryImport(run.LogPublicKey.Span) is not { } logKey)
            return "The log key isn't one.";
        if (!RsaPublic.TryImport(run.RunKey.Span, out var runKey, out _) || !runKey.Verify(BindingContext, run.LogPublicKey.Span, run.LogKeyBinding.Span))
            return "The run's key didn't bind the log key.";
        if (secret is not null && !WitnessTag.Verify(secret, run.Tag.Span, run.Origin, logKey))
            return "The run isn't from an instrument that knows the site's secret.";
        var found = new NoteKey(run.Origin, logKey);
        if (state.Note(WitnessState.NameOf(run.Origin)) is { } before && SignedCheckpoint.Verify(before, found, out _) != NoteFailure.None)
            return "The log had another key before.";
        key = found;
        return null;
    }

    private bool IsRun(string origin) => configuration.BrokerNames.Any(name =>
        origin.StartsWith($"{name}/run/", StringComparison.Ordinal) && origin.Length == name.Length + 5 + IdDigits && origin[^IdDigits..].All(char.IsAsciiHexDigitLower));
}
