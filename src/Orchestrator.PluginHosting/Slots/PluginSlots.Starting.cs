namespace Orchestrator.PluginHosting;

/// <content>What a program does when it starts.</content>
public sealed partial class PluginSlots
{
    /// <summary>Tells of everything that lies in the sources and can't be used.</summary>
    public void TellRefusals()
    {
        foreach (var refusal in options.Catalog().Refusals)
        {
            options.Events?.Happened(new PluginEvent(
                PluginEventKind.Refused, refusal.Plugin ?? refusal.Where, refusal.Version?.ToString() ?? "", 0, refusal.Sentence, null, null));
        }
    }

    /// <summary>Lets the highest version serve that works: a bad one in a folder doesn't take away what works without it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">The plugin.</param>
    /// <param name="settings">UTF-8 JSON; empty for its defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When none works, why the highest doesn't.</returns>
    /// <exception cref="PluginRefusedException">There is none.</exception>
    public async Task<PluginOutcome> StartAsync(PluginKind kind, string id, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        var catalog = options.Catalog();
        _ = catalog.Find(kind, id);
        PluginOutcome? first = null;
        foreach (var entry in catalog.Entries.Where(entry => entry.Manifest.Kind == kind && entry.Manifest.Id == id))
        {
            var outcome = await ActivateAsync(id, entry.Manifest.Version, settings, cancellationToken).ConfigureAwait(false);
            if (outcome.Done)
                return outcome;
            first ??= outcome;
        }

        return first!;
    }

    /// <summary>The same for every plugin of a kind, with its defaults.</summary>
    /// <returns>Null when all work, else why one doesn't.</returns>
    public async Task<PluginOutcome?> StartAllAsync(PluginKind kind, CancellationToken cancellationToken)
    {
        PluginOutcome? failed = null;
        foreach (var entry in options.Catalog().All(kind))
        {
            var outcome = await StartAsync(kind, entry.Manifest.Id, default, cancellationToken).ConfigureAwait(false);
            failed = outcome.Done ? failed : outcome;
        }

        return failed;
    }
}
