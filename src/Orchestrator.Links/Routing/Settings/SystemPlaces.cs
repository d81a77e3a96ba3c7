namespace Orchestrator.Links.Routing.Settings;

/// <summary>Where this computer keeps its settings; tests have places of their own.</summary>
internal sealed record SystemPlaces
{
    /// <summary>A variable of the environment; null when it isn't set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The user's settings: <c>~/.config</c>.</summary>
    public string UserSettings { get; init; } =
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>The administrator's settings of GNOME, as text.</summary>
    public string GnomeDefaults { get; init; } = "/etc/dconf/db";

    /// <summary>True: Windows is asked, and none of the above is read.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();
}
