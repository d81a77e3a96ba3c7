using System.Xml.Linq;

namespace Orchestrator.Architecture;

/// <summary>Executables are named as people type them; their projects are named as floors are.</summary>
internal static class ProjectNames
{
    private static readonly Dictionary<string, string> Names = Repository.Files(".csproj", "src").ToDictionary(
        project => XDocument.Load(project).Descendants("AssemblyName").Select(element => element.Value).FirstOrDefault() ?? Path.GetFileNameWithoutExtension(project),
        project => Path.GetFileNameWithoutExtension(project).Replace("Orchestrator.", "", StringComparison.Ordinal));

    /// <summary>The project's name without <c>Orchestrator.</c></summary>
    public static string Of(string assembly) => Names[assembly];
}
