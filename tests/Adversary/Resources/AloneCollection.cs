namespace Orchestrator.Adversary.Resources;

/// <summary>For what looks at the memory of the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
