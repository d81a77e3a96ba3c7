using System.Reflection;
using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginTools.Tests.Templates;

public sealed class NewTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("new-").FullName;

    public static TheoryData<string> Kinds => [.. TemplateFiles.Kinds];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void There_is_a_template_for_each_kind() =>
        Assert.Equal(Enum.GetNames<PluginKind>().Select(kind => kind.ToLowerInvariant()).Order(StringComparer.Ordinal), TemplateFiles.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_new_plugin_bears_its_name_everywhere(string kind)
    {
        var target = Path.Combine(folder, "out");

        await ToolRun.OfAsync("new", "LabThing", "--kind", kind, "--output", target);

        var files = Directory.GetFiles(target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(target, file).Replace('\\', '/')).ToArray();
        Assert.Superset(
            new HashSet<string> { "README.md", "nuget.config", "src/LabThing.csproj", "src/LabThing.cs", "src/plugin.json", "tests/LabThing.Tests.csproj", "tests/LabThingSpecs.cs" },
            files.ToHashSet());
        Assert.All(files, file => Assert.DoesNotContain("MyPlugin", file + File.ReadAllText(Path.Combine(target, file)), StringComparison.OrdinalIgnoreCase));
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(target, "src/plugin.json")));
        Assert.Equal($"{kind}.labthing", manifest.RootElement.GetProperty("id").GetString());
        Assert.Equal(kind, manifest.RootElement.GetProperty("kind").GetString());
        Assert.Equal("LabThing.dll", manifest.RootElement.GetProperty("entryAssembly").GetString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_template_is_for_the_contract_that_this_build_offers(string kind)
    {
        var package = typeof(IPlugin).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var texts = TemplateFiles.For(kind, "X").ToDictionary(file => file.Path, file => file.Text);

        Assert.StartsWith($"{ContractRange.Offered}.", package, StringComparison.Ordinal);
        Assert.Contains($"\"Orchestrator.Abstractions\" Version=\"{package}\"", texts["src/X.csproj"], StringComparison.Ordinal);
        Assert.Contains($"\"Orchestrator.Plugins.Conformance\" Version=\"{package}\"", texts["tests/X.Tests.csproj"], StringComparison.Ordinal);
        Assert.Contains($"\"from\": \"{ContractRange.Offered}\"", texts["src/plugin.json"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lab Thing")]
    [InlineData("../Thing")]
    [InlineData("1Thing")]
    [InlineData("Lab.Thing")]
    public async Task A_name_that_is_no_class_is_refused_and_nothing_is_made(string name)
    {
        var refused = await Assert.ThrowsAsync<PluginToolException>(() => ToolRun.OfAsync("new", name, "--kind", "audit", "--output", Path.Combine(folder, "out")));

        Assert.Contains("a letter first", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_folder_that_is_there_stays_as_it_is()
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        await File.WriteAllTextAsync(Path.Combine(target, "mine"), "mine");

        await Assert.ThrowsAsync<PluginToolException>(() => ToolRun.OfAsync("new", "LabThing", "--kind", "audit", "--output", target));

        Assert.Equal([Path.Combine(target, "mine")], Directory.GetFiles(target));
        Assert.Equal([target], Directory.GetDirectories(folder));
    }
}
