namespace Orchestrator.Mutants;

/// <summary>The method that carries a requirement.</summary>
/// <param name="Id">For example R-CRY-2.</param>
/// <param name="Method">Assembly!Namespace.Type.Method, with (parameter types or their number) where there are several, and <c>=&gt; value</c> where it returns that instead of nothing.</param>
/// <param name="Project">The test project whose tests of this id must notice.</param>
internal sealed record TracedMethod(string Id, string Method, string Project);
