using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.EndToEnd.Witnessing;

/// <summary>What somebody does who holds the broker's disk and its keys: the log is written anew, and everything in it verifies.</summary>
internal static class RewrittenLog
{
    /// <summary>Changes records and signs the log again, checkpoint by checkpoint.</summary>
    /// <param name="vendor">Stopped.</param>
    /// <param name="change">A line for a line.</param>
    public static void Write(TestVendor vendor, Func<string, string> change)
    {
        var folder = new LogFolder(vendor.LogFolder);
        using var key = Key(vendor);
        var signer = new CheckpointSigner($"{TestVendor.Domain}/broker", key);
        var sizes = LogScan.Run(folder, signer.Key).Checkpoints.Select(checkpoint => checkpoint.Size).ToHashSet();
        var lines = File.ReadAllLines(folder.Records).Select(change).ToArray();
        File.WriteAllText(folder.Records, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        var tree = new CompactRange();
        using var notes = new MemoryStream();
        foreach (var line in lines)
        {
            tree.Append(MerkleHasher.Leaf(Encoding.UTF8.GetBytes(line)));
            if (sizes.Contains(tree.Size))
            {
                notes.Write([.. signer.Sign(tree.Size, tree.Root).Note.Span, (byte)'\n']);
            }
        }

        File.WriteAllBytes(folder.Checkpoints, notes.ToArray());
        Assert.Empty(LogScan.Run(folder, signer.Key).Problems);
    }

    /// <summary>The verifier key of the broker's log.</summary>
    public static string VerifierKey(TestVendor vendor)
    {
        using var key = Key(vendor);
        return new NoteKey($"{TestVendor.Domain}/broker", key.Public).ToString();
    }

    private static Ed25519Key Key(TestVendor vendor)
    {
        var pem = File.ReadAllText(Path.Combine(vendor.Setup.DataFolder, "keys", "log.key.pem"));
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        return Ed25519Key.Import(der.AsSpan(der.Length - Ed25519Key.SeedSize));
    }
}
