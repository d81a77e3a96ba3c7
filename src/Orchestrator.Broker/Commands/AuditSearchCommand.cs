using System.CommandLine;
using System.Globalization;
using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Commands;

/// <summary><c>audit search</c>: through the broker's log and the instruments' claims, line by line, whatever their number. It proves nothing: export and verification do.</summary>
internal sealed class AuditSearchCommand
{
    private readonly CommandIo _io;
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<string?> _session = new("--session") { Description = "Of this session.", HelpName = "N" };
    private readonly Option<string?> _account = new("--account") { Description = "Done by this account, or about it.", HelpName = "NAME" };
    private readonly Option<string?> _event = new("--event") { Description = "With this code.", HelpName = "CODE" };
    private readonly Option<string?> _from = new("--from") { Description = "From this time on: YYYY-MM-DD or YYYY-MM-DDTHH:MM, UTC.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "Before this time.", HelpName = "T" };
    private readonly Option<string?> _text = new("--text") { Description = "With all of these words somewhere in its values, whatever their case.", HelpName = "WORDS" };
    private readonly Option<bool> _json = new("--json") { Description = "The exact lines of what is found, one a line, with the log before each." };

    private AuditSearchCommand(CommandIo io) => _io = io;

    public static Command Create(CommandIo io)
    {
        var self = new AuditSearchCommand(io);
        var command = new Command("search", "Search the broker's log and what instruments gave it. Exit 0: found; 4: nothing found.")
        {
            self._data, self._session, self._account, self._event, self._from, self._to, self._text, self._json,
        };
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (folder, store) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
        var query = Query(result);
        var search = new RecordSearch(query, query.Words is null ? null : KnownTexts.Read(new LogFolder(folder.Log)));
        var json = result.GetValue(_json);
        var found = 0L;
        BrokerLogReader.Scan(folder, BrokerLogReader.KeyOf(folder), (_, line) => Show("broker", line));
        await foreach (var (session, line) in new ClaimStore(store, _io.Time).ReadAllAsync(query.Session, cancellationToken))
        {
            Show($"claims {session:D9}", line);
        }

        if (!json)
        {
            _io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} records found."));
        }

        return found > 0 ? 0 : (int)ExitCode.NotFound;

        void Show(string log, ReadOnlyMemory<byte> line)
        {
            if (search.Find(line.Span) is not { } record)
            {
                return;
            }

            found++;
            _io.Output.WriteLine(json ? $"{{\"log\":\"{log}\",\"record\":{Encoding.UTF8.GetString(line.Span)}}}" : Row(log, record));
        }
    }

    private static string Row(string log, AuditRecord record)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(record.When.UtcMilliseconds).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var who = record.Body.Who.Account ?? record.Body.Who.Kind;
        return ShownText.Of(string.Create(CultureInfo.InvariantCulture, $"{log,-16} {record.Sequence,8}  {at}  {record.Body.Event,-26} {who,-14} {record.Body.Sentence}"));
    }

    private RecordQuery Query(ParseResult result)
    {
        SessionNumber? session = result.GetValue(_session) is not { } digits ? null
            : SessionNumber.TryParse(digits, out var number) ? number
            : throw new BrokerException(ExitCode.Usage, "A session's number has nine digits.");
        var query = new RecordQuery(session, result.GetValue(_account), result.GetValue(_event), Time(result.GetValue(_from)), Time(result.GetValue(_to)), result.GetValue(_text));
        return query is { Session: null, Account: null, Event: null, From: null, To: null, Words: null }
            ? throw new BrokerException(ExitCode.Usage, "Say what to look for: --session, --account, --event, --from, --to or --text.")
            : query;
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new BrokerException(ExitCode.Refused, $"'{text}' isn't a time. Write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM, in UTC.");
}
