namespace Orchestrator.Mutants;

/// <summary>A check that docs/protocol.md asks for, and how it is taken out.</summary>
/// <param name="Id">For example C-07.</param>
/// <param name="Check">What is checked.</param>
/// <param name="Place">File under src, and after # the method when the text stands in several.</param>
/// <param name="Text">Exactly what stands there.</param>
/// <param name="Instead">What stands there once the check is gone.</param>
/// <param name="Tests">Test project, and after a blank a filter of its tests.</param>
internal sealed record ProtocolCheck(string Id, string Check, string Place, string Text, string Instead, string Tests)
{
    /// <summary>The test project.</summary>
    public string Project => Tests.Split(' ', 2)[0];

    /// <summary>Which of its tests run; empty for all.</summary>
    public string Filter => Tests.Split(' ', 2) is [_, var filter] ? filter : "";
}
