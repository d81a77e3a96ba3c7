namespace Orchestrator.PluginHosting;

/// <summary>Names one generation of one plugin.</summary>
/// <param name="Plugin">Id.</param>
/// <param name="Version">Three numbers.</param>
/// <param name="Number">Counts from 1 within one id and one run of the program.</param>
public sealed record GenerationId(string Plugin, Version Version, int Number)
{
    /// <inheritdoc />
    public override string ToString() => $"{Plugin} {Version} #{Number}";
}
