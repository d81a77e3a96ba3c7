using System.CommandLine;
using System.Security.Cryptography;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.Trust.Files;

namespace Orchestrator.Broker.Commands;

/// <summary><c>audit bundle</c>: one session's evidence in one file.</summary>
internal static class AuditBundleCommand
{
    public static Command Create(CommandIo io)
    {
        var number = new Argument<string>("SESSION") { Description = "The session's nine digits." };
        var data = CommonOptions.Data();
        var run = new Option<string?>("--run") { Description = "Folder of the run's log at the instrument: its texts go into the bundle.", HelpName = "FOLDER" };
        var outFile = CommonOptions.Text("--out", "The bundle; must not exist yet.", "FILE");
        var json = CommonOptions.AsJson();
        var command = new Command("bundle", "Write the evidence of one ended session into a file that `orchestrator-verify` checks without this server.") { number, data, run, outFile, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!SessionNumber.TryParse(result.GetRequiredValue(number), out var session))
            {
                throw new BrokerException(ExitCode.Usage, "A session's number has nine digits.");
            }

            var path = Path.GetFullPath(result.GetRequiredValue(outFile));
            RequireNew(path);
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var builder = new BundleBuilder(folder, store);
            var bundle = await builder.BuildAsync(session, result.GetValue(run), cancellationToken);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bundle));

            // What is taken out is recorded before it can be read.
            await using var db = store.CreateDbContext();
            db.PendingRecords.Add(PendingRecords.Row(
                io.Time, new AdministrationObservations.EvidenceExported(session, sha256, bundle.Length, ActingPerson.DataFolderOwner(Environment.UserName))));
            await db.SaveChangesAsync(cancellationToken);
            Write(path, bundle);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, new { session = session.ToString(), file = path, bytes = bundle.Length, sha256, witnesses = builder.Witnesses });
            }
            else
            {
                io.Output.WriteLine($"The evidence of session {session} is in {path} ({bundle.Length} bytes).");
                io.Output.WriteLine($"SHA-256 {sha256}");
                foreach (var witness in builder.Witnesses)
                {
                    io.Output.WriteLine(witness.IsComplete
                        ? $"Witness {witness.Key} signed its beginning, its end and this server's log."
                        : $"Witness {witness.Key} hasn't signed all of it, so an auditor with this key refuses the file. Make another one in half a minute; else the witness wasn't there, or refused.");
                }
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void RequireNew(string path)
    {
        if (File.Exists(path))
        {
            throw new BrokerException(ExitCode.Exists, $"{path} is there already. Name another file.");
        }
    }

    /// <summary>Whole or not at all.</summary>
    private static void Write(string path, byte[] bundle)
    {
        var aside = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                stream.Write(bundle);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(aside);
            throw new BrokerException(ExitCode.Refused, $"{path} can't be written: {e.Message} Name another file, or make room.", e);
        }
    }
}
