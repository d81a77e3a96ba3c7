namespace Orchestrator.PluginHosting;

/// <summary>What stands between one generation and the rest of the program, beside the budgets of its calls.</summary>
/// <param name="Id">Which generation.</param>
/// <param name="Meter">Follows its work.</param>
/// <param name="Circuit">Decides whether it is called.</param>
internal sealed record Containment(GenerationId Id, GenerationMeter Meter, Circuit Circuit)
{
    /// <summary>For one generation; what happens to its circuit is told.</summary>
    public static Containment Of(GenerationId id, TimeProvider time, Action<PluginFault> opened, Action closedAgain) =>
        new(id, new GenerationMeter(), new Circuit(time, opened, closedAgain));
}
