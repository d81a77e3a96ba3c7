using System.Text;
using Orchestrator.Protocol.Tests.Vectors;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>The other implementation by itself: its own tests, and the known answers that it wrote.</summary>
[Trait("Requirement", "R-HS-12")]
public sealed class InteropProgramTests
{
    [SkippableFact]
    public async Task The_other_implementation_passes_its_own_tests()
    {
        await NodePackages.RequireAsync();
        var files = Directory.GetFiles(Path.Combine(NodePackages.Folder, "test"), "*.test.mjs").Order(StringComparer.Ordinal);
        var output = Encoding.UTF8.GetString(await ExternalProcess.RunAsync("node", ["--test", .. files], timeout: TimeSpan.FromMinutes(3)));
        Assert.Contains("# fail 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("# pass 0", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("link")]
    [InlineData("e2e")]
    public async Task It_writes_the_frozen_known_answers_again(string profile)
    {
        await NodePackages.RequireAsync();
        var folder = Path.Combine(Frozen.Folder(), "..", "handshake");
        var output = await ExternalProcess.RunAsync(
            "node", [Path.Combine(NodePackages.Folder, "known-answers.mjs"), profile], timeout: TimeSpan.FromMinutes(2));
        Assert.Equal(File.ReadAllText(Path.Combine(folder, profile + ".json")), Encoding.UTF8.GetString(output));
    }
}
