namespace Orchestrator.Trace;

/// <summary>A test method that says which requirement it covers.</summary>
/// <param name="Requirement">For example R-AUD-1.</param>
/// <param name="Type">Full name of the class that declares it.</param>
/// <param name="Method">Its name.</param>
/// <param name="IsInherited">True when the class is abstract: results stand under the classes that derive from it.</param>
internal sealed record CoveringTest(string Requirement, string Type, string Method, bool IsInherited)
{
    /// <summary>As people read it.</summary>
    public string Name => $"{Type[(Type.LastIndexOf('.') + 1)..]}.{Method}";
}
