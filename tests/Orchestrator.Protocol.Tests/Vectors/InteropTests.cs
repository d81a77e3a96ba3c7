using System.Text;
using Orchestrator.Protocol.Tests.Interop;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Vectors;

public class InteropTests
{
    /// <summary>The placeholder vectors, by another cryptographic library and another program. Whole handshakes: the folder Interop.</summary>
    [SkippableFact]
    [Trait("Requirement", "R-HS-12")]
    public async Task Node_computes_the_same_derivations_and_opens_the_same_records()
    {
        await NodePackages.RequireAsync();
        var script = Path.Combine(Frozen.Folder(), "..", "..", "interop", "protocol-vectors.mjs");
        var output = await ExternalProcess.RunAsync("node", [script, Frozen.Folder()], timeout: TimeSpan.FromMinutes(2));
        Assert.Equal("checked 39 bad 0", Encoding.UTF8.GetString(output).Trim());
    }
}
