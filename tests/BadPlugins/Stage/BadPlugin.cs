namespace Orchestrator.BadPlugins;

/// <summary>One way to be a bad plugin: what is installed, and how it is used.</summary>
/// <param name="Name">First column of the table; unique.</param>
/// <param name="Fault">What it does wrong.</param>
/// <param name="Id">Its id.</param>
/// <param name="Install">Puts it into the host's plugin folder.</param>
/// <param name="Use">Uses it as a session would, once it is active.</param>
internal sealed record BadPlugin(string Name, string Fault, string Id, Action<BadHost> Install, Func<BadHost, Task> Use)
{
    /// <summary>Which version; null: the only one.</summary>
    public Version? Version { get; init; }

    /// <summary>Its settings, as JSON; empty for none.</summary>
    public string Settings { get; init; } = "";

    /// <summary>One of tests/TestPlugins as it is.</summary>
    public static BadPlugin Built(string name, string fault, string id, Func<BadHost, Task>? use = null) =>
        new(name, fault, id, host => host.Folder.Install(name), use ?? Unused);

    /// <summary>It never gets so far.</summary>
    public static Task Unused(BadHost host) => Task.CompletedTask;

    /// <summary>Loads it the real way, uses it, lets go of it, and notes what was seen.</summary>
    public async Task<Observation> RunAsync()
    {
        await using var host = await BadHost.StartAsync();
        Install(host);
        var activated = await host.ActivateAsync(Id, Version, Settings);
        await host.GoodServesAsync();
        if (!activated.Done)
            return new Observation(this, [host.RefusedStatus(activated)], [], [activated.Sentence], host.GoodAnswers);

        await Use(host);
        var inUse = host.StatusOf(Id);
        await host.LetGoAsync(Id);
        await host.GoodServesAsync();
        return new Observation(this, [.. new[] { inUse, host.StatusOf(Id) }.Distinct()], host.Told, host.Sentences(Id), host.GoodAnswers);
    }
}
