# Lời của chương trình, tiếng Việt. `en.ftl` có cùng các thông báo với cùng các biến; một phép thử so sánh hai tệp.

## Lỗi: một câu, các nguyên nhân, việc nên làm

error-label = lỗi
warning-label = lưu ý
error-because = vì
error-hint = gợi ý

error-read = không đọc được `{$path}`
error-write = không ghi được `{$path}`; chưa có gì bị thay đổi
error-output = không ghi được kết quả
error-input-pipe = `{$path}` là ống dẫn, không phải tệp
    .hint = ghi dữ liệu ra tệp trước
error-input-changed = `{$path}` vừa bị chương trình khác ghi vào; chưa ký gì
    .hint = thử lại khi không còn chương trình nào khác dùng tệp này
error-output-exists = `{$path}` đã có và được giữ nguyên
    .hint = chọn nơi ghi khác, hoặc thay tệp đó bằng --force
error-output-is-input = nơi ghi `{$path}` chính là một tài liệu đầu vào, có thể dưới tên khác
    .hint = chọn nơi ghi khác, hoặc thay tài liệu đầu vào bằng --in-place
error-output-folder = nơi ghi `{$path}` là một thư mục
    .hint = nêu tên tệp với -o, hoặc nêu thư mục với --out-dir
error-output-special = `{$path}` không phải tệp thông thường, không thay được
    .hint = chọn nơi ghi khác
error-output-no-folder = không có thư mục `{$path}` để ghi vào
    .hint = tạo thư mục trước
error-make-folder = không tạo được thư mục `{$path}`

error-secret-environment = biến môi trường `{$name}` chưa được đặt
error-secret-file = không đọc được mật khẩu từ `{$path}`
error-secret-descriptor = không đọc được mật khẩu từ bộ mô tả tệp {$number}
error-secret-no-terminal = cần mật khẩu, nhưng không có cửa sổ dòng lệnh để hỏi
    .hint = dùng --pin-file, --pin-env hoặc --pin-fd
error-no-key = chưa có khoá để ký
    .hint = dùng --pkcs12 FILE, hoặc --key FILE cùng với --cert FILE
error-key-file = không dùng được khoá trong `{$path}`
error-certificates = không đọc được chứng thư số từ `{$path}`
    .hint = chứng thư số được đọc ở dạng PEM hoặc DER, một hay nhiều trong một tệp
error-no-certificates = không có chứng thư số nào trong `{$path}`
    .hint = chứng thư số được đọc ở dạng PEM hoặc DER, từ các tệp .pem, .crt, .cer, .der, .p7b hoặc .p7c

error-sign = không ký được `{$path}`
error-not-pdf = `{$path}` không phải tài liệu PDF
    .hint = tệp khác được ký với --as plain, thành chữ ký rời (.p7s)
error-output-many = -o nêu một tệp kết quả, nhưng có {$count} tài liệu đầu vào
    .hint = nêu một thư mục với --out-dir
error-output-twice = `{$path}` sẽ bị ghi hai lần, cho `{$one}` và cho `{$other}`
    .hint = ký các tệp trùng tên trong những lần chạy riêng, hoặc vào những thư mục riêng
error-not-signed-by-person = người có thẩm quyền chưa ký văn bản này
    .hint = Nghị định 30/2020, điểm d khoản 2 Điều 32: chỉ ký số của cơ quan, tổ chức vào văn bản đã có chữ ký của người có thẩm quyền, hoặc bản sao do chính cơ quan thực hiện. Hãy ký personal trước, hoặc nêu lý do với --without-personal TEXT
error-in-place-not-pdf = `{$path}` không phải tài liệu PDF nên không chứa được chữ ký
    .hint = bỏ --in-place; chữ ký sẽ nằm trong tệp riêng

error-algorithm = khoá và các tuỳ chọn không hợp nhau

error-prepare = không chuẩn bị được chữ ký cho `{$path}`
error-complete = không hoàn tất được chữ ký của `{$path}`
error-state = không dùng được tệp trạng thái `{$path}`
    .hint = phải là tệp mà `signer prepare --state` đã ghi, giữ nguyên
error-signature-file = không có chữ ký trong `{$path}`
    .hint = tệp phải chứa giá trị chữ ký như khoá đã tạo: nhị phân, base64 hoặc thập lục phân

error-folder = không liệt kê được thư mục `{$path}`
error-evidence-folder = không dùng được `{$path}` làm thư mục căn cứ
    .hint = đó phải là thư mục do `signer verify --evidence` ghi; thử lại khi không ai khác đang dùng
error-evidence-format = thư mục căn cứ `{$path}` có định dạng `{$format}` mà phiên bản này không biết
    .hint = dùng phiên bản chương trình đã ghi thư mục đó
error-evidence-write = không lưu được căn cứ của các kết luận vào `{$path}`, nên không kết luận tiếp
    .hint = xem còn chỗ trống và còn quyền ghi không
error-evidence-damaged = thư mục căn cứ bị hỏng
    .hint = `signer evidence check` nêu tên mọi thứ bị hỏng; khôi phục từ bản sao lưu
error-evidence-unknown = không có căn cứ nào được lưu của tài liệu có SHA-256 {$sha256}
    .hint = `signer evidence list` nêu các tài liệu đã biết
error-evidence-empty = thư mục không có kết luận nào tại thời điểm đó
    .hint = `signer evidence list` nêu các thời điểm
kept-none = không có căn cứ nào được lưu
kept-damage = {$name}: {$what}
kept-checked = tài liệu: {$documents}; đối tượng: {$objects}, không được bản ghi nào nêu: {$unnamed}; bị hỏng: {$damages}
kept-removed = {$document}: đã huỷ: bản ghi {$records}, lượt chạy {$runs}, đối tượng {$objects}; giữ lại vì tài liệu khác cũng dựa vào: {$shared}
error-files-from = không đọc được danh sách đường dẫn từ `{$path}`
error-no-documents = không tìm thấy tài liệu nào để kiểm tra
    .hint = trong thư mục, chương trình tìm .pdf, .p7s, .p7m, .zip và .edxml; tìm cả thư mục con với --recursive
error-no-content = không có nội dung mà chữ ký `{$path}` ký
    .hint = nêu nội dung với --content FILE
error-inspect = không xem được `{$path}`
error-unknown-code = không có mã `{$code}`
    .hint = `signer explain` liệt kê tất cả các mã
error-unknown-code-similar = không có mã `{$code}`; gần giống: {$similar}
    .hint = `signer explain` liệt kê tất cả các mã
error-demo-folder = `{$path}` không trống
    .hint = chọn thư mục mới, hoặc dùng thư mục này với --force: các tệp trùng tên sẽ bị thay
error-demo = không làm được phần trình diễn
error-demo-unexpected = phần trình diễn không kết thúc như mong đợi: tài liệu {$conclusion}
    .hint = dùng `signer verify` với các tệp trong thư mục để biết thêm

## Lỗi của hệ điều hành

io-already-exists = đã có rồi
io-is-a-directory = đó là một thư mục
io-not-a-directory = một phần của đường dẫn không phải thư mục
io-not-found = không có tệp hay thư mục đó
io-permission-denied = không có quyền
io-quota-exceeded = người dùng đã hết dung lượng được cấp
io-read-only = ổ đĩa chỉ cho đọc
io-storage-full = ổ đĩa đã đầy

## Lỗi của phần lõi

core-malformed = {$syntax} sai định dạng tại octet {$offset}: ở đó phải là {$expected}
core-limit = đầu vào vượt giới hạn về {$what} ({$limit})
core-signer = khoá không ký
core-certified = tài liệu đã được chứng nhận bởi `{$field}`, không cho phép thay đổi (mức {$level})
    .hint = xin người chứng nhận một bản chưa chứng nhận
core-locked = chữ ký `{$by}` đã khoá trường `{$field}`
core-encrypted = tài liệu được mã hoá; cần mật khẩu
    .hint = dùng --password-file hoặc --password-env
core-permissions = quyền hạn của tài liệu mã hoá không cho phép ký
    .hint = dùng mật khẩu của chủ tài liệu, với --password-file hoặc --password-env
core-usage-rights = tài liệu có quyền sử dụng không cho phép chữ ký này
core-ambiguous = các chương trình có thể hiển thị tài liệu này khác nhau, nên không ai nói được đã ký cái gì
    .hint = tạo lại tài liệu, chẳng hạn in lại thành PDF
core-not-first = chữ ký chứng nhận phải là chữ ký đầu tiên; `{$field}` đã được ký
    .hint = bỏ --certify
core-no-such-field = không có trường chữ ký trống `{$field}`; hiện có: {$there}
core-field-exists = tài liệu đã có trường `{$field}`
    .hint = chọn tên khác với --field
core-not-a-signature-field = trường `{$field}` không phải trường chữ ký
    .hint = chọn tên khác với --field
core-field-signed = trường `{$field}` đã được ký
    .hint = chọn tên khác với --field, hoặc bỏ --field để tạo trường mới
core-seed-value = trường `{$field}` đòi hỏi {$what}
core-certificate-expired = chứng thư số của {$subject} đã hết hạn sử dụng từ {$time}
    .hint = ký bằng chứng thư số còn hiệu lực
core-certificate-not-yet-valid = chứng thư số của {$subject} chưa có hiệu lực trước {$time}
    .hint = kiểm tra đồng hồ của máy tính này
core-certificate-usage = chứng thư số của {$subject} không dùng để ký tài liệu
core-algorithm = khoá của {$subject} ({$key}) không ký được bằng {$algorithm}
core-foreign-signature = chữ ký không do khoá của {$subject} tạo ra cho tài liệu này
    .hint = dùng khoá của chứng thư số đã nêu trong `signer prepare` để ký các octet của --to-be-signed
core-document-changed = tài liệu không phải là tài liệu đã chuẩn bị
    .hint = nêu tài liệu còn nguyên với --input, hoặc chuẩn bị lại
core-state-version = tệp trạng thái có phiên bản {$version}, chương trình này không biết
core-state-damaged = tệp trạng thái đã bị sửa hoặc hỏng
    .hint = chuẩn bị lại

## Dòng lệnh sai

usage-conflict = không dùng được {$argument} cùng với {$other}
usage-unknown-command = không có lệnh `{$argument}`
usage-invalid-value = {$argument} không nhận giá trị `{$value}`
usage-no-value = {$argument} cần một giá trị
usage-missing = thiếu: {$argument}
usage-no-command = thiếu lệnh
usage-values = {$argument} có quá nhiều hoặc quá ít giá trị
usage-unknown-option = ở đây không có tuỳ chọn `{$argument}`
usage-possible = có thể dùng
usage-similar = gần giống
usage-help = dùng `--help` để xem những gì có thể dùng

## Câu hỏi

secret-key = Mật khẩu của {$subject}:{" "}
secret-document = Mật khẩu của tài liệu {$subject}:{" "}

## Tệp khoá

key-password-needed = tệp khoá được mã hoá; cần mật khẩu
    .hint = dùng --pin-file, --pin-env hoặc --pin-fd
key-wrong-password = mật khẩu không đúng
    .hint = kiểm tra lại mật khẩu; chương trình chỉ thử một lần và không tự thử lại
key-damaged = tệp bị hỏng hoặc không phải tệp khoá: {$what}
key-weak = khoá quá yếu: {$what}
key-none = không có khoá bí mật trong tệp
key-no-certificate = không có chứng thư số trong tệp
key-mismatch = không có chứng thư số nào thuộc về khoá bí mật
key-unsupported = tệp được tạo theo cách chưa được hỗ trợ: {$what}
    .hint = `openssl pkcs12 -export` tạo được tệp phù hợp

## Ký

sign-done-by = ký thành công, người ký {$signer}: {$path}
sign-summary = { $failed ->
    [0] đã ký {$done} tài liệu
   *[other] đã ký {$done} tài liệu, {$failed} không ký được
}
sign-expiring = chứng thư số của {$subject} hết hạn vào {$time}
sign-status-unknown = trước khi ký chưa kiểm tra được hiệu lực của chứng thư số ký: {$why}
    .hint = --online hỏi tổ chức cung cấp dịch vụ chứng thực; --trust, --crl và --ocsp chỉ ra dữ liệu đã có sẵn
sign-without-personal = ký của cơ quan khi chưa có chữ ký của người có thẩm quyền; lý do: {$reason}
prepare-document = tài liệu
prepare-signer = người ký
prepare-algorithm = thuật toán
prepare-digest = giá trị băm cần ký ({$digest})
prepare-to-be-signed = octet cần ký
prepare-state = tệp trạng thái
prepare-next = Khi đã có chữ ký: signer complete --state {$state} --signature FILE -o OUTPUT
prepare-algorithm-eddsa = khoá ký chính các octet, không ký giá trị băm
complete-done = ký thành công, người ký {$signer}: {$path}

## Kết luận

conclusion-passed = ĐẠT
conclusion-failed = KHÔNG ĐẠT
conclusion-indeterminate = CHƯA KẾT LUẬN ĐƯỢC
conclusion-unsigned = CHƯA KÝ
conclusion-unreadable = KHÔNG ĐỌC ĐƯỢC

indication-TOTAL-PASSED = hợp lệ
indication-TOTAL-FAILED = không hợp lệ
indication-INDETERMINATE = chưa kết luận được

headline-complete = có chữ ký số của người có thẩm quyền và của cơ quan, tổ chức
headline-personal-only = có chữ ký số của người có thẩm quyền; thiếu chữ ký số của cơ quan, tổ chức
headline-organisation-only = có chữ ký số của cơ quan, tổ chức; thiếu chữ ký số của người có thẩm quyền
headline-signed = có {$count} chữ ký số
headline-failed = không tin cậy được: trả lại nơi gửi và nêu rõ lý do
headline-failed-requirement = các chữ ký số đều tốt, nhưng tài liệu thiếu điều được yêu cầu
headline-indeterminate = chưa chứng minh được đúng hay sai: xem còn thiếu gì
headline-unsigned = không có chữ ký số

role-personal = người có thẩm quyền
role-organisation = cơ quan, tổ chức
role-unknown = chữ ký số
role-timestamp = dấu thời gian của tài liệu
role-guessed = suy từ tên trong chứng thư số

summary-valid = Tài liệu chưa bị thay đổi từ khi ký, và xác định được người ký
summary-valid-changed = Nội dung đã ký số chưa bị thay đổi. Tuy nhiên, tài liệu đã có những thay đổi trong giới hạn cho phép

verdict-more = Còn {$count} bước kiểm tra khác không đạt: xem bằng --verbose

label-unit = Đơn vị
label-issuer = Nơi cấp
label-validity = Hiệu lực chứng thư số
label-time = Thời gian ký
label-content = Nội dung
label-changes = Sau khi ký
label-trust = Tin cậy
label-reason = Lý do
label-todo = Việc cần làm
label-not-checked = Chưa kiểm tra
label-warning = Lưu ý
label-requirement = Còn thiếu
label-finding = Phát hiện
label-checks = Kiểm tra
label-detail = Chi tiết

validity-range = từ {$from} đến {$to}

time-proven = {$time}, có dấu thời gian của {$authority}
time-proven-plain = {$time}, có dấu thời gian
time-claimed = {$time}, theo máy tính của người ký. Chữ ký không gắn dấu thời gian
time-claimed-beside = máy tính của người ký ghi {$time}
time-unknown = không ghi
time-stamp-unproven = dấu thời gian của {$authority} ghi {$time}; chưa chứng minh được

content-intact = chưa bị thay đổi
content-changed = ĐÃ BỊ THAY ĐỔI sau khi ký
content-signature-bad = chữ ký không khớp với nội dung và chứng thư số này
content-unknown = không so sánh được

coverage-whole-file = chữ ký bao trùm toàn bộ tệp
coverage-whole-revision = chữ ký bao trùm toàn bộ tài liệu tại lúc ký
coverage-partial = chữ ký chỉ bao trùm một phần tài liệu
coverage-malformed = không xác định được phạm vi của chữ ký: không khớp với tệp này

changes-none = không thêm gì
changes-archival = chỉ thêm dữ liệu kiểm tra và dấu thời gian (được phép)
changes-forms = chỉ thêm chữ ký số khác hoặc điền biểu mẫu (được phép)
changes-annotations = chỉ thêm ghi chú (được phép)
changes-unexplained = Tài liệu đã bị thay đổi mà không ai xác nhận
changes-forbidden = có những thay đổi mà chữ ký không cho phép

trust-trusted = {$name} (tin cậy)
trust-none = không có đường dẫn đến chứng thư số tin cậy
trust-partial = {$path}; không tin cậy

unchecked-revocation = Không kiểm tra tình trạng hủy bỏ của chứng thư số ký

requirement-personal = chữ ký số của người có thẩm quyền
requirement-organisation = chữ ký số của cơ quan, tổ chức
requirement-complete = chữ ký số của người có thẩm quyền, sau đó là của cơ quan, tổ chức
requirement-timestamp = dấu thời gian cho mọi chữ ký số
requirement-b-b = mức B-B cho mọi chữ ký số
requirement-b-t = mức B-T cho mọi chữ ký số
requirement-b-lt = mức B-LT cho mọi chữ ký số
requirement-b-lta = mức B-LTA cho mọi chữ ký số

status-pass = có
status-fail = không
status-warn = không, nhưng không tính
status-ignored = không hỏi

totals = {$count} tài liệu: {$parts}
totals-passed = {$count} đạt
totals-failed = {$count} không đạt
totals-indeterminate = {$count} chưa kết luận được
totals-unsigned = {$count} chưa ký
totals-unreadable = {$count} không đọc được

verify-no-trust = chưa tin cậy chứng thư số nào: không xác định được ai là người ký. Thêm bằng `signer trust add FILE`, hoặc nêu bằng --trust

unreadable-malformed = tệp bị hỏng, hoặc không phải loại tài liệu đã biết
    .todo = xin nơi gửi gửi lại
unreadable-limit = tệp đòi hỏi nhiều hơn mọi tài liệu bình thường: có thể được tạo ra để gây hại
    .todo = không mở bằng chương trình khác; hỏi lại nơi gửi
unreadable-encrypted = tệp được mã hoá, và không biết mật khẩu
    .todo = nêu mật khẩu với --password-file hoặc --password-env
unreadable-error = không đánh giá được tệp
    .todo = xem chi tiết
unreadable-io = không đọc được tệp
    .todo = thử lại, hoặc chép tệp sang chỗ khác trước
unreadable-not-found = không có tệp hay thư mục đó
    .todo = kiểm tra lại tên
unreadable-permission = không có quyền đọc tệp
    .todo = hỏi chủ của tệp
unreadable-defect = chương trình này có lỗi, tệp làm lộ ra
    .todo = báo lỗi kèm theo tệp
unreadable-content = không có nội dung mà chữ ký này ký
    .todo = nêu nội dung với --content FILE
unreadable-evidence-unknown = thư mục căn cứ không biết tài liệu này
    .todo = so tệp này với tệp đã được kiểm tra: khác một octet cũng là tài liệu khác
unreadable-evidence-damaged = căn cứ của kết luận bị hỏng hoặc bị thiếu
    .todo = khôi phục thư mục căn cứ từ bản sao lưu; phần chi tiết nêu tên tệp
unreadable-evidence-differs = kiểm tra lại thì tài liệu không có kết luận như đã lưu
    .todo = dùng đúng phiên bản chương trình đã cho kết luận, và cho mật khẩu nếu tài liệu có mật khẩu
unreadable-unsupported = loại tệp này phiên bản này chưa kiểm tra được
    .todo = xin nơi gửi một tài liệu PDF

## Xem cấu trúc

inspect-file = Tệp
inspect-size = {$count} octet
inspect-sha256 = SHA-256
inspect-encryption = Mã hoá
inspect-encrypted = có mã hoá
inspect-not-encrypted = không
inspect-pages = Số trang
inspect-revisions = Phiên bản
inspect-revision-line = {$number}. đến octet {$end}; bảng tham chiếu {$kind} tại {$offset}; {$count} đối tượng
inspect-fields = Trường biểu mẫu
inspect-field-line = {$name}: {$kind}, đối tượng {$object}
inspect-none = không có
inspect-signatures = Chữ ký số
inspect-kind-signature = chữ ký số
inspect-kind-timestamp = dấu thời gian của tài liệu
inspect-kind-usage-rights = quyền sử dụng
inspect-field-kind-button = nút
inspect-field-kind-text = văn bản
inspect-field-kind-choice = lựa chọn
inspect-field-kind-signature = chữ ký
inspect-field-kind-unknown = nhóm
inspect-sub-filter = Mã hoá chữ ký
inspect-byte-range = Phạm vi octet
inspect-contents = Nội dung chữ ký
inspect-contents-line = octet {$start} đến {$end}, giải mã được {$length}
inspect-coverage = Bao trùm
inspect-revision = Phiên bản
inspect-certification = Chứng nhận
inspect-time = Thời gian ghi
inspect-name = Tên ghi
inspect-reason = Lý do ghi
inspect-location = Nơi ghi
inspect-cms = CMS
inspect-digest = Hàm băm
inspect-algorithm = Thuật toán
inspect-attributes = Thuộc tính đã ký
inspect-attributes-none = không có: chữ ký trên chính nội dung
inspect-timestamp = Dấu thời gian
inspect-certificate = Chứng thư số
inspect-certificate-line = {$subject}; nơi cấp {$issuer}; từ {$from} đến {$to}
inspect-signer = Người ký
inspect-unreadable = không đọc được: {$error}
inspect-trailing = sau đó
inspect-trailing-line = {$count} octet
inspect-findings = Phát hiện
inspect-nothing-judged = Ở đây không đánh giá gì: lệnh `signer verify` làm việc đó.

## Giải thích

explain-checks = Bước kiểm tra: các câu hỏi đặt ra cho mỗi chữ ký số
explain-failed = Lý do của TOTAL-FAILED (đã chứng minh là sai)
explain-indeterminate = Lý do của INDETERMINATE (chưa chứng minh được đúng hay sai)
explain-findings = Phát hiện: điều nhận thấy trong tài liệu
explain-kind-check = một bước kiểm tra
explain-kind-failed = một lý do của TOTAL-FAILED: đã chứng minh chữ ký số là sai
explain-kind-indeterminate = một lý do của INDETERMINATE: chưa chứng minh được chữ ký số là đúng hay sai
explain-kind-finding = một phát hiện trong tài liệu
explain-when-no = Khi câu trả lời là không
explain-todo = Việc cần làm
explain-reason = Lý do được ghi
explain-mandatory = Không chính sách nào bỏ được bước này.
explain-adjustable = Chính sách có thể chuyển lỗi của bước này thành lưu ý.

## Trình diễn

demo-pki = một chứng thư số gốc, một nơi cấp dưới nó, và hai chứng thư số: {$personal}; {$organisation}
demo-document = một văn bản: {$path}
demo-signed-personal = người có thẩm quyền đã ký: {$path}
demo-signed-organisation = cơ quan, tổ chức đã ký: {$path}
demo-verified = đã kiểm tra; báo cáo nằm trong {$path}
demo-next = Bạn có thể làm tiếp, trong thư mục {$folder} (các khoá này chỉ để thử; không ai khác tin cậy):
demo-try-verify = kiểm tra văn bản
demo-try-tamper = kiểm tra một bản sao đã bị sửa một octet
demo-try-sign = ký thêm
demo-try-inspect = xem bên trong
demo-try-explain = hỏi một mã nghĩa là gì

## Bước kiểm tra: câu hỏi, câu trả lời khi là không, việc cần làm

code-format-byte-range = phạm vi octet có khớp với tệp này không?
    .fail = Định dạng chữ ký không hợp lệ: phạm vi ký không khớp với tệp này
    .todo = xin nơi gửi bản gốc đúng như khi ký: có chương trình ở giữa đã lưu lại tệp
code-format-coverage = chữ ký có bao trùm toàn bộ phiên bản đã ký không?
    .fail = Chữ ký bỏ sót một phần tài liệu
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-pdf-one-reading = tài liệu có chỉ một cách đọc không?
    .fail = Các chương trình có thể hiển thị tài liệu này khác nhau, nên không nói được đã ký cái gì
    .todo = xin nơi gửi tạo lại tài liệu và ký lại
code-format-sub-filter = có biết cách mã hoá của chữ ký không?
    .fail = Định dạng chữ ký không hợp lệ: không biết cách mã hoá này
    .todo = đề nghị nơi gửi ký theo PAdES (ETSI.CAdES.detached)
code-format-signed-data = có đọc được chữ ký không?
    .fail = Định dạng chữ ký không hợp lệ: không đọc được chữ ký
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-format-one-signer = chữ ký có đúng một người ký không?
    .fail = Trong một chữ ký có nhiều người ký, hoặc không có ai
    .todo = đề nghị nơi gửi ký bằng từng chữ ký riêng
code-format-attributes = các thuộc tính đã ký có đủ và nhất quán không?
    .fail = Các thuộc tính đã ký thiếu hoặc mâu thuẫn
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-ics-signing-certificate = có tìm thấy chứng thư số của người ký không?
    .fail = Không tìm thấy chứng thư số của người ký
    .todo = xin nơi gửi chứng thư số và nêu với --intermediates
code-ics-certificate-binding = chứng thư số có đúng là chứng thư số mà chữ ký nêu không?
    .fail = Chứng thư số không phải là chứng thư số mà chữ ký nêu
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-ics-binding-present = chữ ký có nêu chứng thư số trong phần đã ký không?
    .fail = Chữ ký không nêu chứng thư số trong phần đã ký
    .todo = đề nghị nơi gửi dùng phần mềm ký đúng PAdES
code-cv-digest = nội dung đã ký có còn nguyên không?
    .fail = Tài liệu đã bị thay đổi.
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-cv-signature = chữ ký có do khoá của chứng thư số này tạo ra không?
    .fail = Chữ ký không khớp với tài liệu và chứng thư số này
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-cv-algorithms-agree = mọi chỗ có nêu cùng một thuật toán không?
    .fail = Hai chỗ trong chữ ký nêu hai thuật toán khác nhau
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-xcv-path = có đường dẫn hợp lệ đến chứng thư số tin cậy không?
    .fail = Đường dẫn chứng thực không hợp lệ, hoặc chứng thư số không tin cậy
    .todo = thêm các chứng thư số còn thiếu bằng `signer trust add FILE`, hoặc nêu với --trust và --intermediates, nếu có cơ sở để tin cậy
code-xcv-validity = chứng thư số của người ký có hiệu lực tại thời điểm xét không?
    .fail = Chứng thư số đã hết hạn sử dụng hoặc chưa có hiệu lực tại thời điểm xét
    .todo = nếu không có dấu thời gian chứng minh lúc ký, đề nghị nơi gửi ký lại; --at xét tại một ngày khác
code-xcv-key-usage = chứng thư số có được dùng để ký tài liệu không?
    .fail = Chứng thư số không dùng để ký tài liệu
    .todo = đề nghị nơi gửi ký bằng chứng thư số dùng để ký
code-xcv-not-revoked = có chứng thư số nào trong đường dẫn đã bị thu hồi không?
    .fail = Chứng thư số đã bị thu hồi, và không có gì chứng minh chữ ký có trước đó
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-xcv-revocation = có biết chắc mọi chứng thư số trong đường dẫn chưa bị thu hồi không?
    .fail = Không kiểm tra được tình trạng hủy bỏ của chứng thư số, hoặc thông tin không đủ mới
    .todo = kiểm tra lại với --online, hoặc nêu danh sách thu hồi hay trả lời OCSP của nơi cấp với --crl hay --ocsp
code-sav-digest-algorithm = hàm băm có được chấp nhận tại thời điểm xét không?
    .fail = Hàm băm không còn được coi là an toàn
    .todo = đề nghị nơi gửi ký lại với SHA-256 trở lên
code-sav-signature-algorithm = thuật toán ký có được chấp nhận tại thời điểm xét không?
    .fail = Thuật toán ký không được chấp nhận
    .todo = đề nghị nơi gửi ký lại với RSA hoặc ECDSA
code-sav-key-size = khoá có đủ dài tại thời điểm xét không?
    .fail = Khoá quá ngắn, không an toàn
    .todo = đề nghị nơi gửi ký lại với khoá dài hơn (ít nhất RSA 2048, ECDSA 256)
code-xcv-algorithms = thuật toán của các chứng thư số có được chấp nhận tại thời điểm xét không?
    .fail = Một chứng thư số trong đường dẫn được ký bằng thuật toán không còn an toàn
    .todo = xin nơi cấp chứng thư số mới hơn
code-sav-claimed-time = thời gian ký do người ký nêu có hợp lý không?
    .fail = Thời gian ký do người ký nêu không hợp lý
    .todo = chỉ dựa vào dấu thời gian, nếu có
code-tst-imprint = dấu thời gian có đúng là của chữ ký này không?
    .fail = Dấu thời gian không hợp lệ: thuộc về chữ ký khác
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-ltv-timestamp = dấu thời gian có chứng minh được thời điểm không?
    .fail = Dấu thời gian chưa chứng minh được thời điểm nào
    .todo = nêu chứng thư số gốc của nơi cấp dấu thời gian với --trust
code-ltv-revocation = có biết chắc không chứng thư số nào bị thu hồi tại thời điểm được dựa vào không?
    .fail = Không biết chứng thư số có bị thu hồi vào lúc ký đã được chứng minh hay không
    .todo = nêu danh sách thu hồi hay trả lời OCSP của lúc đó hoặc sau đó với --crl hay --ocsp, hoặc kiểm tra với --online
code-ltv-order = các thời điểm đã chứng minh có khớp nhau không?
    .fail = Các dấu thời gian mâu thuẫn nhau
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-changes-permitted = mọi thay đổi sau khi ký có được phép không?
    .fail = Tài liệu đã bị thay đổi sau khi ký, ngoài giới hạn cho phép.
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi

## Lý do: ý nghĩa, việc cần làm

code-FORMAT_FAILURE = Định dạng chữ ký không hợp lệ, hoặc tài liệu bị thay đổi ngoài giới hạn mà định dạng cho phép
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-HASH_FAILURE = Tài liệu đã bị thay đổi: nội dung không còn là nội dung đã ký, ít nhất một octet đã khác
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-SIG_CRYPTO_FAILURE = Chữ ký không khớp với nội dung và chứng thư số này
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-REVOKED = Chứng thư số đã bị thu hồi khi ký
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-EXPIRED = Chứng thư số đã hết hạn sử dụng khi ký
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-NOT_YET_VALID = Chứng thư số chưa có hiệu lực khi ký
    .todo = trả lại tài liệu cho nơi gửi và nêu rõ lý do
code-SIG_CONSTRAINTS_FAILURE = Một thuộc tính của chữ ký không đáp ứng chính sách
    .todo = xem bước kiểm tra nào không đạt; nếu quan trọng, đề nghị nơi gửi ký lại
code-CHAIN_CONSTRAINTS_FAILURE = Một chứng thư số trong đường dẫn không được dùng vào việc này
    .todo = đề nghị nơi gửi ký bằng chứng thư số dùng để ký tài liệu
code-CERTIFICATE_CHAIN_GENERAL_FAILURE = Đường dẫn chứng thực không hợp lệ
    .todo = xem nội dung bước kiểm tra; hỏi nơi cấp chứng thư số
code-CRYPTO_CONSTRAINTS_FAILURE = Thuật toán hoặc độ dài khoá không được chính sách chấp nhận
    .todo = đề nghị nơi gửi ký lại với SHA-256 và khoá ít nhất RSA 2048 hoặc ECDSA 256
code-POLICY_PROCESSING_ERROR = Không xử lý được chính sách chữ ký
    .todo = hỏi nơi gửi đã dùng chính sách nào
code-SIGNATURE_POLICY_NOT_AVAILABLE = Không có chính sách chữ ký
    .todo = xin nơi gửi chính sách đó
code-TIMESTAMP_ORDER_FAILURE = Các dấu thời gian mâu thuẫn nhau
    .todo = coi là dấu hiệu bị sửa đổi: báo cáo người có trách nhiệm và thông báo ngay cho nơi gửi
code-NO_SIGNING_CERTIFICATE_FOUND = Không tìm thấy chứng thư số của người ký, hoặc không đúng chứng thư số đã nêu khi ký
    .todo = xin nơi gửi chứng thư số và nêu với --intermediates
code-NO_CERTIFICATE_CHAIN_FOUND = Chứng thư số không tin cậy: không có đường dẫn đến chứng thư số gốc tin cậy
    .todo = thêm các chứng thư số còn thiếu bằng `signer trust add FILE`, hoặc nêu với --trust và --intermediates, nếu có cơ sở để tin cậy
code-REVOKED_NO_POE = Chứng thư số đã bị thu hồi, và không có gì chứng minh chữ ký được tạo trước đó
    .todo = đề nghị nơi gửi ký lại bằng chứng thư số còn hiệu lực
code-REVOKED_CA_NO_POE = Chứng thư số CA đã bị thu hồi, và không có gì chứng minh chữ ký được tạo trước đó
    .todo = đề nghị nơi gửi ký lại bằng chứng thư số còn hiệu lực
code-OUT_OF_BOUNDS_NO_POE = Chứng thư số đã hết hạn sử dụng hoặc chưa có hiệu lực, và không có gì chứng minh đã ký khi còn hiệu lực
    .todo = xin nơi gửi tài liệu có dấu thời gian; --at xét tại một ngày khác, do bạn tự chịu trách nhiệm
code-OUT_OF_BOUNDS_NOT_REVOKED = Chứng thư số đã hết hạn sử dụng; biết là chưa bị thu hồi, nhưng không có gì chứng minh thời điểm ký
    .todo = xin nơi gửi tài liệu có dấu thời gian
code-REVOCATION_OUT_OF_BOUNDS_NO_POE = Chứng thư số của nơi phát hành dữ liệu thu hồi không còn hiệu lực, và không có gì chứng minh dữ liệu cũ hơn thế
    .todo = cần dữ liệu thu hồi mới hơn
code-CRYPTO_CONSTRAINTS_FAILURE_NO_POE = Thuật toán không còn được coi là an toàn, và không có gì chứng minh chữ ký có từ khi thuật toán còn an toàn
    .todo = đề nghị nơi gửi ký lại với SHA-256 trở lên
code-NO_POE = Thiếu bằng chứng chữ ký đã có tại một thời điểm
    .todo = xin nơi gửi tài liệu có dấu thời gian
code-TRY_LATER = Chưa có danh sách chứng thư bị thu hồi đủ mới; có thể có sau
    .todo = thử lại sau
code-SIGNED_DATA_NOT_FOUND = Không có nội dung đã ký
    .todo = nêu nội dung với --content FILE
code-GENERIC = Không đánh giá được chữ ký, vì lý do ghi ở bước kiểm tra
    .todo = xem nội dung bước kiểm tra

## Phát hiện

code-cms-certificates = các chứng thư số đi kèm chữ ký bị hỏng
code-cms-crls = dữ liệu thu hồi đi kèm chữ ký bị hỏng
code-cms-trailing-octets = sau chữ ký, trong chỗ dành cho chữ ký, có các octet khác 0
code-cms-unsigned-attributes = các thuộc tính không ký của chữ ký bị hỏng; không thấy được dấu thời gian trong đó
code-pdf-byte-range-beyond-end = phạm vi octet vượt quá cuối tệp: có chương trình đã lưu lại tệp sau khi ký, hoặc tệp bị cắt
code-pdf-byte-range-gap = phần mà phạm vi octet bỏ ra không đúng là chỗ của chữ ký
code-pdf-byte-range-indirect = phạm vi octet không nằm ngay trong chữ ký như quy định
code-pdf-byte-range-missing = chữ ký không nêu phạm vi octet
code-pdf-byte-range-numbers = phạm vi octet không gồm bốn số
code-pdf-byte-range-overlaps = hai phần của phạm vi octet chồng lên nhau
code-pdf-byte-range-start = phạm vi octet không bắt đầu từ đầu tệp
code-pdf-contents-compressed = giá trị chữ ký nằm trong đối tượng nén, không thể loại khỏi phần được ký
code-pdf-contents-empty = chỗ của chữ ký để trống
code-pdf-contents-indirect = giá trị chữ ký không nằm ngay trong chữ ký như quy định
code-pdf-contents-missing = chữ ký không có giá trị
code-pdf-contents-not-hexadecimal = giá trị chữ ký không chỉ gồm chữ số thập lục phân
code-pdf-docmdp-level = chữ ký chứng nhận nêu một mức không có
code-pdf-encrypted = tài liệu được mã hoá
code-pdf-encryption-changed = một lần cập nhật sau đã đổi cách mã hoá
code-pdf-encryption-unreadable = không đọc được phần mã hoá
code-pdf-encryption-unsupported = tài liệu được mã hoá theo cách chưa đọc được
code-pdf-endobj-missing = không có dấu kết thúc của một đối tượng
code-pdf-field-twice = hai trường biểu mẫu trùng tên
code-pdf-form = không đọc được biểu mẫu
code-pdf-generation = một đối tượng có số thế hệ khác với số được tra cứu
code-pdf-header-missing = tệp không có phần đầu của PDF
code-pdf-header-offset = có dữ liệu đứng trước phần đầu của PDF
code-pdf-hybrid-disagrees = hai bảng tham chiếu của một tệp lai mâu thuẫn nhau
code-pdf-hybrid-repeated = một lần cập nhật lặp lại tham chiếu đến luồng tham chiếu cũ
code-pdf-hybrid-stream = không đọc được luồng tham chiếu của một tệp lai
code-pdf-key-twice = một từ điển có cùng một khoá hai lần: các chương trình chọn khác nhau
code-pdf-object-stream-damaged = một luồng đối tượng bị hỏng
code-pdf-object-stream-index = một đối tượng không ở đúng vị trí trong luồng đối tượng như bảng tham chiếu nêu
code-pdf-object-stream-missing = không có luồng đối tượng được tham chiếu đến
code-pdf-object-stream-replaced = một luồng đối tượng đã bị thay trong khi các đối tượng trong đó vẫn được dùng
code-pdf-object-unreadable = không đọc được một đối tượng
code-pdf-page-tree-loop = cây trang tham chiếu đến chính nó
code-pdf-prev-forward = một lần cập nhật tham chiếu đến lần trước lại nằm phía sau
code-pdf-prev-loop = các lần cập nhật tham chiếu vòng tròn
code-pdf-prev-unreadable = không đọc được một trạng thái trước của tài liệu
code-pdf-prev-zero = tham chiếu đến trạng thái trước bằng 0
code-pdf-signature-hidden = có chữ ký nằm ở chỗ không phải chương trình nào cũng thấy
code-pdf-signature-removed = một lần cập nhật sau đã gỡ một chữ ký
code-pdf-security-store-large = một phần kho bằng chứng (DSS) quá lớn nên được bỏ qua
code-pdf-signature-shared = hai trường dùng chung một chữ ký
code-pdf-startxref-mismatch = phần cuối tệp không dẫn đến bảng tham chiếu
code-pdf-startxref-missing = phần cuối tệp không nêu chỗ của bảng tham chiếu
code-pdf-stream-damaged = dữ liệu của một luồng bị hỏng
code-pdf-stream-eol = một luồng không bắt đầu ở dòng riêng
code-pdf-stream-length = độ dài của một luồng không đúng
code-pdf-string-encrypted = không giải mã được chữ trong tài liệu
code-pdf-trailer-key-twice = phần cuối có cùng một khoá hai lần: các chương trình chọn khác nhau
code-pdf-trailer-root-missing = phần cuối không dẫn đến tài liệu
code-pdf-trailing-objects = có đối tượng nằm sau phần cuối của tài liệu, chỉ một số chương trình thấy
code-pdf-trailing-octets = có octet nằm sau phần cuối của tài liệu
code-pdf-unreferenced-objects = một lần cập nhật có các đối tượng không được tham chiếu
code-pdf-xref-beyond-revision = bảng tham chiếu nêu một đối tượng nằm sau chính nó
code-pdf-xref-count = bảng tham chiếu đếm sai số mục
code-pdf-xref-entry-form = một mục của bảng tham chiếu viết không đúng dạng
code-pdf-xref-entry-twice = bảng tham chiếu nêu một đối tượng hai lần
code-pdf-xref-into-earlier = một lần cập nhật nhận đối tượng nằm trong phần tệp đã có trước
code-pdf-xref-rebuilt = bảng tham chiếu bị hỏng; các đối tượng được tìm bằng cách dò cả tệp
code-pdf-xref-starts-at-one = bảng tham chiếu bắt đầu từ một thay vì không
code-pdf-xref-stream-short = luồng tham chiếu kết thúc quá sớm
code-pdf-xref-wrong-object = bảng tham chiếu dẫn đến đối tượng khác
code-revocation-not-checked = không có thông tin đủ mới cho biết chứng thư số có bị thu hồi hay không
code-time-local-as-utc = thời gian ký do người ký nêu là giờ Việt Nam nhưng lại ghi như giờ UTC
code-evidence-reworded = kết luận đúng như đã lưu; phiên bản khác của chương trình diễn đạt khác đi
code-pdf-field-outside-form = có trường chữ ký nằm ngoài biểu mẫu, không phải chương trình nào cũng thấy
code-pdf-field-without-type = một trường biểu mẫu không nêu kiểu
code-pdf-hybrid-stale = luồng tham chiếu của một tệp lai thuộc về trạng thái cũ
code-pdf-signature-unreadable = một trường chữ ký chứa thứ không đọc được như chữ ký
code-pdf-xref-offset = vị trí của bảng tham chiếu không đúng; bảng được tìm thấy ở gần đó

## Thiết bị ký

error-token = không dùng được thiết bị ký `{$token}`
error-tokens = không tìm được thiết bị ký
secret-pin = Mã PIN của thiết bị {$subject}:{" "}
token-ask-last-try = Thiết bị {$token} chỉ còn một lần thử trước khi tự khoá. Muốn dùng lần thử này, gõ chữ PIN; gõ khác là dừng:
token-warn-few-tries = thiết bị {$token} đã từng bị nhập sai mã PIN; còn ít lần thử
token-pin-at-reader = hãy nhập mã PIN của thiết bị {$token} trên đầu đọc
token-none = không có thiết bị ký nào đang cắm
    .hint = cắm thiết bị, và xem `signer token doctor`
token-no-certificates = không có chứng thư số
token-line = số sê-ri {$serial}, {$model}, qua {$module}
token-line-few-tries = đã từng bị nhập sai mã PIN; còn ít lần thử
token-line-last-try = chỉ còn một lần thử trước khi thiết bị tự khoá
token-line-locked = mã PIN đã bị khoá
token-certificate-line = {$subject} ({$role}), nhãn {$label}, hiệu lực {$start} đến {$end}, còn {$days} ngày

token-uri = `{$uri}` không phải là PKCS#11 URI dùng được: {$why}
    .hint = viết pkcs11:token=NHÃN, hoặc chỉ nhãn; `signer token list` cho xem các nhãn
token-load = không nạp được mô-đun PKCS#11 `{$module}`: {$why}
    .hint = chỉ ra thư viện đi kèm thiết bị, bằng module-path trong URI hoặc bằng --module
token-no-module = không có mô-đun PKCS#11 nào được nêu tên, và không có mô-đun nào ở các nơi đã biết
    .hint = cài phần mềm của thiết bị, hoặc nêu thư viện: 'pkcs11:token=LABEL?module-path=FILE'. Đã tìm ở: {$there}
token-none-fits = không có thiết bị nào khớp với {$wanted}; đang có: {$there}
    .hint = cắm thiết bị, hoặc nêu tên một trong số này
token-several-fit = nhiều thiết bị khớp với {$wanted}: {$there}
    .hint = nêu một thiết bị bằng số sê-ri: 'pkcs11:serial=SỐ'
token-no-certificate = không có chứng thư số ký nào trên thiết bị khớp với {$wanted}; đang có: {$there}
    .hint = nêu một chứng thư số trong số này bằng --token-certificate
token-several-certificates = nhiều chứng thư số trên thiết bị khớp với {$wanted}: {$there}
    .hint = nêu một chứng thư số bằng --token-certificate
token-no-key = thiết bị không có khoá bí mật của chứng thư số {$certificate}
    .hint = khoá có thể đã bị xoá, hoặc nằm trên thiết bị khác; hãy hỏi nơi cấp thiết bị
token-no-mechanism = thiết bị không ký được bằng {$algorithm}; nó có {$there}
    .hint = chọn thuật toán khác; `signer token doctor --test-signature` cho biết thiết bị ký được gì
token-wrong-signature = thiết bị trả về chữ ký không khớp với chính chứng thư số của nó ({$mechanism}); chữ ký đã bị bỏ
    .hint = chứng thư số có thể thuộc về khoá khác; hãy hỏi nơi cấp thiết bị
token-pin-locked = mã PIN của thiết bị đã bị khoá sau quá nhiều lần nhập sai
    .hint = chỉ nơi cấp thiết bị mới mở khoá được: hãy báo đơn vị quản lý chứng thư số của cơ quan (thiết bị của Ban Cơ yếu Chính phủ do Cục Chứng thực số và Bảo mật thông tin mở khoá)
token-pin-wrong = mã PIN sai; mã đã được gửi một lần
    .hint = hãy chắc chắn về mã PIN trước khi thử lại: nhiều thiết bị tự khoá sau ba lần sai
token-pin-wrong-few = mã PIN sai; mã đã được gửi một lần, và còn ít lần thử
    .hint = hãy chắc chắn về mã PIN trước khi thử lại, hoặc hỏi nơi cấp thiết bị
token-pin-wrong-last = mã PIN sai; mã đã được gửi một lần, và chỉ còn một lần thử trước khi thiết bị tự khoá
    .hint = đừng đoán: hãy hỏi nơi cấp thiết bị
token-pin-final-try = chỉ còn một lần thử mã PIN trước khi thiết bị tự khoá; lần thử này chưa bị dùng
    .hint = xác nhận trên màn hình dòng lệnh, hoặc hỏi nơi cấp thiết bị
token-pin-length = mã PIN có độ dài mà thiết bị không nhận; mã chưa được gửi
    .hint = kiểm tra xem đó có đúng là mã PIN của thiết bị này không; `signer token list` cho biết thiết bị nào đang cắm
token-pin-expired = phải đổi mã PIN trước khi thiết bị ký
    .hint = đổi mã bằng phần mềm của thiết bị
token-pin-not-set = thiết bị chưa có mã PIN
    .hint = đặt mã bằng phần mềm của thiết bị
token-pin-needed = thiết bị cần mã PIN
    .hint = dùng --pin-file, --pin-env hoặc --pin-fd, hoặc ký trên màn hình dòng lệnh
token-removed = thiết bị đã bị rút ra ({$function}: {$name})
    .hint = cắm lại; những gì đã ký trước đó vẫn tốt
token-absent = không có thiết bị trong đầu đọc ({$function}: {$name})
    .hint = cắm thiết bị, và xem `signer token list`
token-device = thiết bị báo lỗi ({$function}: {$name})
    .hint = rút ra và cắm lại; xem `signer token doctor`
token-cancelled = việc ký đã bị huỷ trên đầu đọc ({$function}: {$name})
    .hint = khi muốn ký, hãy chạy lại chương trình; những gì đã ký trước đó vẫn tốt
token-not-logged-in = thiết bị không chấp nhận đăng nhập cho khoá này ({$function}: {$name})
    .hint = chương trình khác có thể đã đăng xuất; hãy thử lại khi chỉ có một chương trình
token-sessions = thiết bị không còn phiên làm việc nào ({$function}: {$name})
    .hint = đóng các chương trình khác đang dùng thiết bị
token-unsupported = thiết bị không làm được việc này với khoá này ({$function}: {$name})
    .hint = xem thiết bị làm được gì bằng `signer token doctor`
token-module = mô-đun không theo đúng tiêu chuẩn ({$function}: {$name})
    .hint = cài phần mềm mới nhất của thiết bị
token-memory = mô-đun hết bộ nhớ ({$function}: {$name})
    .hint = đóng bớt chương trình khác, hoặc ký ít tài liệu cùng lúc hơn: --jobs 1
token-other = mô-đun từ chối ({$function}: {$name})
    .hint = xem `signer token doctor`

doctor-good = tốt
doctor-doubt = ngờ
doctor-bad = lỗi
doctor-clock = đồng hồ của máy chỉ {$time}
    .hint = chỉnh lại: chứng thư số và chữ ký được xét theo đồng hồ này
doctor-module = mô-đun {$module}: {$name}, PKCS#11 {$cryptoki}
doctor-module-silent = mô-đun {$module} không cho biết gì về mình: {$error}
    .hint = cài phần mềm mới nhất của thiết bị
doctor-no-threads = mô-đun {$module} chỉ nhận từng lệnh một: nhiều tệp được ký lần lượt
    .hint = không cần làm gì
doctor-no-token = không có thiết bị ký nào đang cắm
    .hint = cắm thiết bị; nếu đã cắm, nêu thư viện của nó bằng --module
doctor-token = thiết bị {$token} ở khe {$slot}
doctor-pin = thiết bị {$token} (khe {$slot}): mã PIN dùng được
doctor-pin-few-tries = thiết bị {$token} (khe {$slot}): đã từng bị nhập sai mã PIN; còn ít lần thử
    .hint = hãy chắc chắn về mã PIN trước lần thử tới
doctor-pin-last-try = thiết bị {$token} (khe {$slot}): chỉ còn một lần thử trước khi tự khoá
    .hint = đừng đoán mã PIN: hãy hỏi nơi cấp thiết bị
doctor-pin-locked = thiết bị {$token} (khe {$slot}): mã PIN đã bị khoá
    .hint = chỉ nơi cấp thiết bị mới mở khoá được
doctor-mechanisms = thiết bị {$token} (khe {$slot}) ký bằng: {$mechanisms}
    .hint = thiết bị không có cơ chế ký thì không dùng được
doctor-certificates-unreadable = không đọc được chứng thư số: {$error}
    .hint = rút thiết bị ra và cắm lại
doctor-no-certificate = thiết bị {$token} không có chứng thư số
    .hint = hãy hỏi nơi cấp thiết bị
doctor-certificate = chứng thư số {$subject} (nhãn {$label}): hiệu lực {$start} đến {$end}
doctor-certificate-ends = chứng thư số {$subject} (nhãn {$label}) sắp hết hạn: hiệu lực {$start} đến {$end}
    .hint = hãy xin gia hạn ngay
doctor-certificate-expired = chứng thư số {$subject} (nhãn {$label}) đã hết hạn sử dụng: hiệu lực {$start} đến {$end}
    .hint = hãy xin gia hạn; không được ký bằng chứng thư số này nữa
doctor-certificate-early = chứng thư số {$subject} (nhãn {$label}) chưa có hiệu lực: hiệu lực {$start} đến {$end}
    .hint = so lại đồng hồ của máy
doctor-pair = chứng thư số {$subject} (nhãn {$label}): khoá của nó có trên thiết bị
doctor-pair-unknown = chứng thư số {$subject} (nhãn {$label}): chưa nhập mã PIN thì thiết bị không cho thấy khoá
    .hint = hãy ký thử: `signer token doctor --test-signature`
doctor-pair-unreadable = chứng thư số {$subject} (nhãn {$label}): không đọc được các khoá trên thiết bị: {$error}
    .hint = rút thiết bị ra và cắm lại
doctor-key-unusable = chứng thư số {$subject} (nhãn {$label}): {$error}
    .hint = hãy ký bằng chứng thư số khác, hoặc dùng thư viện của hãng sản xuất thiết bị (--module)
doctor-chain = {$subject}: đường dẫn chứng thực tới được chứng thư số tin cậy
doctor-chain-broken = {$subject}: đường dẫn chứng thực không tới được chứng thư số tin cậy nào: {$error}
    .hint = đưa chứng thư số của cơ quan chứng thực bằng --trust
doctor-chain-not-judged = {$subject}: chưa xét đường dẫn chứng thực
    .hint = nêu các chứng thư số tin cậy bằng --trust
doctor-signature = {$subject}: {$algorithm} bằng {$mechanism}: đã ký thử, và chứng thư số kiểm tra được
doctor-signature-failed = {$subject}: {$algorithm} bằng {$mechanism}: {$error}
    .hint = chọn thuật toán khác

error-not-begun = chưa ký, vì không dùng được khoá nữa
    .hint = xem lỗi đầu tiên; `signer sign --resume` làm tiếp từ chỗ dừng
sign-done-before = đã được {$signer} ký từ trước: {$path}
sign-summary-before = {$before} tài liệu đã được ký từ trước

## Mạng

outside-url = `{$url}` không phải là địa chỉ có thể truy vấn
outside-scheme = `{$url}` không dùng http hay https
outside-credentials = `{$url}` có chứa tên đăng nhập; địa chỉ như vậy không được truy vấn
outside-downgrade = {$service} chuyển hướng từ https về http; không đi theo
outside-private = {$service} ở địa chỉ {$address}, không thuộc mạng công cộng; không truy vấn
    .hint = nếu đây là dịch vụ của đơn vị, cho phép bằng --allow-host HOST:PORT
outside-unvouched = không truy vấn {$service}: không chứng thư số tin cậy nào nêu dịch vụ này
    .hint = thêm chứng thư số còn thiếu vào kho tin cậy, hoặc cho phép dịch vụ bằng --allow-host HOST
outside-no-host = {$service}: không có máy chủ nào mang tên này
    .hint = kiểm tra tên và kết nối mạng
outside-silent = {$service} trước đó không trả lời, nên không được hỏi lại trong lần chạy này
outside-connection = {$service}: kết nối không thành công ({$why})
    .hint = kiểm tra kết nối mạng, hoặc thử lại sau
outside-tls = {$service}: kết nối bảo mật không thành công ({$why})
outside-timeout = {$service} không trả lời trọn vẹn trong {$seconds} giây
    .hint = thử lại sau, hoặc chờ lâu hơn bằng --timeout SECONDS
outside-protocol = {$service} không trả lời như một dịch vụ web ({$why})
outside-status = {$service} trả về mã trạng thái HTTP {$status} ({$url})
outside-redirects = {$service} chuyển hướng vòng tròn, hoặc quá {$limit} lần
outside-too-large = {$service} gửi quá {$limit} byte; đã dừng nhận
outside-cut = câu trả lời của {$service} bị đứt giữa chừng
    .hint = thử lại sau
outside-html = {$service} trả về một trang web thay cho dữ liệu ({$url})
    .hint = có thể mạng yêu cầu đăng nhập trước, hoặc đây là địa chỉ trang dành cho người xem
outside-type = {$service} trả về kiểu dữ liệu `{$found}` thay vì `{$wanted}`
outside-encoded = {$service} gửi dữ liệu nén (`{$encoding}`) mà không ai yêu cầu
outside-useless = dữ liệu {$service} gửi không dùng được ({$why})
outside-no-timestamp = không nơi cấp dấu thời gian nào cấp được dấu thời gian

## Cấu hình

config-unlisted = không dùng { $path }: cấu hình của bạn chưa liệt kê thư mục này; nếu tệp là của bạn, chạy `signer config allow`
config-allowed = { $path } đã liệt kê { $folder }: tệp signer.toml ở đó có hiệu lực khi làm việc trong thư mục ấy
config-written = đã ghi { $path }, hồ sơ { $profile }; xem lại bằng `signer config show`
config-comment = Do `signer config init` ghi. Không bao giờ ghi mã PIN vào đây.
config-file = { $path }
config-no-file = chưa có cấu hình; `signer config init` sẽ ghi một tệp
config-origin-default = mặc định
config-origin-user = cấu hình của bạn, dòng { $line } của { $path }
config-origin-project = cấu hình của thư mục này, dòng { $line } của { $path }
config-origin-named = cấu hình được chỉ định, dòng { $line } của { $path }
config-origin-environment = môi trường, { $name }
config-origin-command-line = dòng lệnh
config-ask-intro = Để trống nếu chưa cần; có thể sửa tệp signer.toml sau.
config-ask-agency = Tên cơ quan, như trên văn bản:
config-ask-language = Ngôn ngữ của thông báo, vi hoặc en:
config-ask-personal-key = Số thứ tự chứng thư số của người có thẩm quyền, - nếu không có [{ $guess }]:
config-ask-organisation-key = Số thứ tự chứng thư số của cơ quan, - nếu không có [{ $guess }]:
config-ask-personal-image = Hình ảnh chữ ký của người có thẩm quyền (tệp PNG):
config-ask-seal-image = Hình ảnh dấu của cơ quan (tệp PNG):
config-ask-seal-diameter = Đường kính dấu, tính bằng mm:
config-ask-tsa = Địa chỉ dịch vụ cấp dấu thời gian (http://...; nhiều địa chỉ thì cách nhau bằng dấu phẩy):
config-ask-trust = Chứng thư số được tin cậy (tệp hoặc thư mục; nhiều thì cách nhau bằng dấu phẩy):
config-ask-level = Mức của chữ ký, b-b, b-t, b-lt hoặc b-lta:
config-ask-out-dir = Thư mục chứa văn bản đã ký:
config-no-tokens = Chưa cắm thiết bị ký nào có chứng thư số để ký; có thể ghi thiết bị vào signer.toml sau (signer token show).
config-offer =   { $number }) { $subject }, trên { $token }
error-config-not-text = { $path } không phải tệp cấu hình: không phải văn bản thuần, hoặc dài hơn một megabyte
error-config-syntax = { $path }, dòng { $line }: không đúng cú pháp TOML: { $what }
error-config-key = { $path }, dòng { $line }: không có khoá cấu hình `{ $key }`
    .hint = ở đây dùng được: { $known }
error-config-key-near = { $path }, dòng { $line }: không có khoá cấu hình `{ $key }`
    .hint = có lẽ là `{ $nearest }`
error-config-value = { $path }, dòng { $line }: `{ $key }` phải là { $wanted ->
        [path] đường dẫn của tệp hoặc thư mục
        [paths] một đường dẫn hoặc danh sách đường dẫn
        [urls] địa chỉ bắt đầu bằng http:// hoặc https://, hoặc danh sách địa chỉ
        [millimetres] số milimét từ 10 đến 60
        [level] "b-b", "b-t", "b-lt" hoặc "b-lta"
        [language] "vi" hoặc "en"
        [role] "personal" hoặc "organisation"
        [hosts] tên máy chủ, có thể kèm :cổng, hoặc danh sách như vậy
        [switch] true hoặc false
        [table] một bảng, như [personal]
        [fingerprint] giá trị SHA-256 của chứng thư số, 64 chữ số thập lục phân
        [uri] nhãn của thiết bị ký hoặc PKCS#11 URI
       *[text] một chuỗi ký tự
    }
error-config-pin = { $path }, dòng { $line }: không được ghi mã PIN hoặc mật khẩu vào cấu hình (`{ $key }`)
    .hint = xoá dòng đó; chương trình sẽ hỏi mã PIN, hoặc dùng --pin-file, --pin-env, --pin-fd
error-config-profile = cấu hình không có hồ sơ `{ $profile }`
    .hint = hiện có: { $there }
error-config-exists = { $path } đã có hồ sơ `{ $profile }`, được giữ nguyên
    .hint = sửa tệp đó, hoặc chọn tên khác bằng --profile
error-config-no-home = không biết cấu hình của bạn nằm ở đâu
    .hint = đặt biến HOME hoặc XDG_CONFIG_HOME, hoặc chỉ ra tệp bằng --config
error-config-set = `--set { $text }` không có dạng KEY=VALUE
error-config-set-key = `--set`: không có khoá cấu hình `{ $key }`
    .hint = dùng được: { $known }
error-config-set-key-near = `--set`: không có khoá cấu hình `{ $key }`
    .hint = có lẽ là `{ $nearest }`
error-config-set-pin = không được ghi mã PIN hoặc mật khẩu vào cấu hình (`{ $key }`)
    .hint = chương trình sẽ hỏi mã PIN, hoặc dùng --pin-file, --pin-env, --pin-fd
error-config-set-value = `{ $key }` phải là { $wanted ->
        [path] đường dẫn của tệp hoặc thư mục
        [paths] các đường dẫn, cách nhau bằng dấu phẩy
        [urls] các địa chỉ bắt đầu bằng http:// hoặc https://, cách nhau bằng dấu phẩy
        [millimetres] số milimét từ 10 đến 60
        [level] b-b, b-t, b-lt hoặc b-lta
        [language] vi hoặc en
        [role] personal hoặc organisation
        [hosts] các tên máy chủ, có thể kèm :cổng, cách nhau bằng dấu phẩy
        [switch] true hoặc false
       *[text] một chuỗi ký tự
    }
error-config-choice = đó không phải số trong danh sách (1 đến { $count }), cũng không phải dấu -
error-config-answer = không đọc được câu trả lời
cache-trouble = không lưu được dữ liệu đã tải vào {$path} ({$why}); kết quả vẫn đầy đủ

## Dữ liệu từ tệp

error-crl = không đọc được danh sách chứng thư bị thu hồi nào trong `{$path}`
    .hint = đọc được dạng PEM (X509 CRL) hoặc DER, mỗi tệp một dạng
error-no-crl = không có danh sách chứng thư bị thu hồi nào trong `{$path}`
    .hint = đọc được dạng PEM hoặc DER, từ các tệp .crl, .pem hoặc .der
error-ocsp = không đọc được trả lời OCSP nào trong `{$path}`
    .hint = đọc được dạng PEM (OCSP RESPONSE) hoặc DER
error-no-ocsp = không có trả lời OCSP nào trong `{$path}`
    .hint = đọc được dạng PEM hoặc DER, từ các tệp .ors, .ocsp, .pem hoặc .der

## Chứng thư số tin cậy

store-no-folder = người dùng không có thư mục cho chứng thư số tin cậy
    .hint = nêu thư mục bằng --store DIR, hoặc trong biến môi trường SIGNER_STORE
store-damaged = `{$path}` không còn như khi `signer trust add` ghi, nên không được dùng

trust-added = từ nay tin cậy: {$subject}
trust-added-between = từ nay đã biết, và được tin cậy khi một chứng thư số gốc tin cậy xác nhận: {$subject}
trust-already = đã có sẵn: {$subject}
trust-removed = không còn tin cậy: {$subject}
trust-recognised = dấu vân tay đúng là của `{$id}` trong danh mục
trust-unlisted = không có trong danh mục; hãy so SHA-256 với giá trị do cơ quan chứng thực công bố: {$fingerprint}
trust-expired = chứng thư số đã hết hạn sử dụng: {$subject}
trust-not-authority = không thêm, vì đây là chứng thư số của cá nhân hay dịch vụ, không phải của cơ quan chứng thực: {$subject}
trust-no-authority = không có chứng thư số của cơ quan chứng thực trong `{$path}`
    .hint = để tin cậy riêng một chứng thư số, thêm nó với --anchor
trust-impostor = chứng thư số `{$subject}` không phải là chứng thư số đã biết mang tên này; không thêm gì cả
    .hint = có thể là chứng thư số giả mạo. SHA-256 của nó là {$fingerprint}; của `{$id}` trong danh mục là {$listed}. Hãy hỏi cơ quan chứng thực
trust-no-such = không có chứng thư số tin cậy nào mang mã `{$id}`. Hiện có: {$there}
    .hint = nêu mã mà `signer trust list` hiện, ít nhất sáu chữ số
trust-several-such = có nhiều chứng thư số tin cậy mang mã `{$id}`. Hiện có: {$there}
    .hint = nêu thêm chữ số
trust-empty = chưa tin cậy ai: không có chứng thư số nào trong {$path}
trust-use-anchor = tin cậy
trust-use-between = trung gian; cần một chứng thư số gốc tin cậy xác nhận
trust-listed-there = đã thêm
trust-listed-not-there = chưa thêm
trust-no-address = không biết địa chỉ công khai
trust-update = chưa thêm được {$subject} (`{$id}`)
trust-update-another = {$url} không có chứng thư số với SHA-256 {$fingerprint}
    .hint = có thể cơ quan chứng thực đã cấp mới, hoặc có kẻ đứng giữa. Hãy hỏi cơ quan chứng thực
trust-update-no-address = không biết địa chỉ công khai của {$subject}; nếu có chứng thư số này, thêm bằng `signer trust add FILE` (`{$id}`)
trust-todo-listed = thêm chứng thư số của `{$name}` vào kho tin cậy: `signer trust update` tải về từ {$url} và so SHA-256 ({$fingerprint}); hoặc `signer trust add FILE`
trust-todo-address = thêm chứng thư số của `{$name}` bằng `signer trust add FILE`, nếu có cơ sở để tin cậy; cơ quan chứng thực công bố tại {$urls}
trust-todo-name = thêm chứng thư số của `{$name}` bằng `signer trust add FILE`, nếu có cơ sở để tin cậy

label-lacking = Chưa tin cậy
label-fingerprint = SHA-256
label-source = Nguồn
label-added = Ngày thêm
label-catalogue = Trong danh mục
label-address = Địa chỉ

## Những gì hỏi dịch vụ mà không được

code-outside-url = địa chỉ ghi trong chứng thư số không truy vấn được
code-outside-private-address = không truy vấn, vì không thuộc mạng công cộng
code-outside-unvouched = không truy vấn, vì không chứng thư số tin cậy nào nêu dịch vụ này
code-outside-no-host = không có máy chủ mang tên này
code-outside-connection = kết nối không thành công
code-outside-tls = kết nối bảo mật không thành công
code-outside-timeout = không trả lời trọn vẹn kịp thời hạn
code-outside-silent = trước đó không trả lời, nên không được hỏi lại
code-outside-protocol = không trả lời như một dịch vụ web
code-outside-status = trả lời bằng một mã lỗi
code-outside-redirects = chuyển hướng vòng tròn hoặc quá nhiều lần
code-outside-too-large = gửi nhiều hơn mức có thể có của một trả lời
code-outside-cut-short = trả lời bị đứt giữa chừng
code-outside-content = gửi thứ khác với dữ liệu được yêu cầu
code-outside-useless = dữ liệu gửi về không dùng được

## Thay đổi sau chữ ký số

place-document = tài liệu
change-unexplained = không rõ ai cho phép
change-locked = bị cấm do chữ ký số `{$name}` đã khoá
change-certified = bị cấm do tài liệu đã được chứng nhận (mức {$level})
change-more = còn {$count} thay đổi nữa; lệnh `signer inspect --changes` liệt kê tất cả
change-kind-other = có thay đổi ({$kind})
inspect-changes = Thay đổi
inspect-changes-before = Phiên bản {$number}: không so sánh vì trước đó chưa có chữ ký số
inspect-changes-none = Phiên bản {$number}: không thay đổi gì được nhìn thấy hoặc được dùng
inspect-changes-permitted = Phiên bản {$number}: mọi thay đổi đều được phép
inspect-changes-refused = Phiên bản {$number}: có thay đổi không được phép
inspect-changes-signature-permitted = {$field} (phiên bản {$number}): mọi thay đổi sau đó đều được phép
inspect-changes-signature-refused = {$field} (phiên bản {$number}): sau đó có thay đổi không được phép, ở phiên bản {$revisions}
change-kind-page-content = nội dung bị thay thế
change-kind-page = trang bị thay đổi
change-kind-page-geometry = khổ trang, phần hiển thị hoặc hướng trang bị thay đổi
change-kind-page-tree = có trang bị thêm, bớt hoặc đổi thứ tự
change-kind-resources = tài nguyên dùng để vẽ nội dung bị thay đổi
change-kind-form-x-object = một phần hình vẽ của nội dung bị thay thế
change-kind-image = hình ảnh bị thay thế hoặc thêm vào
change-kind-font = phông chữ bị thay thế hoặc thêm vào: chữ có thể hiện khác đi
change-kind-annotation = chú thích bị thêm, sửa hoặc xoá
change-kind-annotations = danh sách chú thích của trang bị thay đổi
change-kind-annotation-over-content = chú thích che nội dung đã ký
change-kind-appearance = hình hiển thị của ô biểu mẫu hoặc chú thích bị thay đổi
change-kind-appearance-over-content = hình hiển thị của ô biểu mẫu che nội dung đã ký
change-kind-appearance-without-signature = ô chữ ký có hình hiển thị dù không ai ký
change-kind-field = ô biểu mẫu bị thêm, sửa hoặc xoá
change-kind-field-value = giá trị của ô biểu mẫu bị thay đổi
change-kind-widget = ô biểu mẫu trên trang bị thêm hoặc sửa
change-kind-form = biểu mẫu bị thay đổi
change-kind-signature-field = ô chữ ký bị thêm hoặc sửa
change-kind-signature = chữ ký số được thêm hoặc bị sửa
change-kind-document-timestamp = dấu thời gian của tài liệu được thêm hoặc bị sửa
change-kind-security-store = kho dữ liệu xác thực được thay đổi
change-kind-validation-data = dữ liệu xác thực được thêm hoặc bị sửa
change-kind-permissions = quyền đối với tài liệu bị thay đổi
change-kind-catalogue = gốc của tài liệu bị thay đổi
change-kind-open-action = thao tác khi mở tài liệu bị thay đổi
change-kind-action = thao tác bị thêm hoặc sửa
change-kind-javascript = chương trình (JavaScript) bị thêm hoặc sửa
change-kind-embedded-file = tệp đính kèm bên trong bị thêm hoặc sửa
change-kind-name-tree = danh mục tên của tài liệu bị thay đổi
change-kind-optional-content = lớp nội dung bị thêm, làm hiện hoặc ẩn
change-kind-outline = mục lục (bookmark) bị thay đổi
change-kind-structure-tree = cấu trúc lô-gic bị thay đổi
change-kind-viewer-preferences = cách phần mềm trình bày tài liệu bị thay đổi
change-kind-metadata = siêu dữ liệu bị thay đổi
change-kind-document-information = thông tin tài liệu (tiêu đề, tác giả, ngày) bị thay đổi
change-kind-trailer-root = bản cập nhật dẫn đến một tài liệu khác
change-kind-trailer-extra-root = bản cập nhật nêu thêm một gốc thứ hai
change-kind-trailer-encrypt = cách mã hoá bị thay đổi
change-kind-trailer-size = bản cập nhật khai ít đối tượng hơn thật có: một số chương trình bỏ qua phần còn lại
change-kind-trailer-info = bản cập nhật dẫn đến thông tin tài liệu khác
change-kind-cross-reference-stream = bảng tham chiếu bị thay đổi
change-kind-object-stream = luồng chứa đối tượng bị thay đổi
change-kind-appearance-of-signed-field = hình của ô đã ký bị thay đổi
change-kind-appearance-differs-from-value = ô biểu mẫu hiển thị khác với giá trị của nó
change-kind-appearance-without-value = ô biểu mẫu bị vẽ lại dù không ai điền
change-kind-appearance-of-button = hình của ô chọn hoặc nút bị thay đổi
change-kind-value-without-appearance = ô biểu mẫu có giá trị khác với nội dung hiển thị
change-kind-signed-field = ô đã ký bị sửa hoặc xoá
change-kind-unsigned-octets = có phần được thêm không phải là bản cập nhật của phần đã ký
change-kind-unreadable = có đối tượng không đọc được
change-kind-stream = dữ liệu mà tài liệu dùng bị thay đổi
change-kind-dictionary = đối tượng bị thêm hoặc sửa
change-kind-array = danh sách bị thêm hoặc sửa
change-kind-value = giá trị bị thêm hoặc sửa
change-kind-null = đối tượng bị xoá
change-rule-unreferenced = được phép: không hiển thị ở đâu
change-rule-metadata = được phép: siêu dữ liệu
change-rule-security-store = được phép: dữ liệu xác thực
change-rule-document-timestamp = được phép: dấu thời gian
change-rule-signature = được phép: thêm chữ ký số
change-rule-visible-signature = được phép: thêm chữ ký số có hình trên trang
change-rule-nested-signature = được phép: thêm chữ ký số trong nhóm ô biểu mẫu
change-rule-form-filling = được phép: điền ô biểu mẫu
change-rule-field-lock = được phép: chữ ký số khoá các ô biểu mẫu
change-rule-structure-tree = được phép: cấu trúc của phần được thêm
change-rule-annotation = được phép: chú thích

## Phát hiện trước khi ký

hazard-warning = `{$path}`: {$what}
hazard-more = `{$path}`: còn {$count} chỗ như vậy nữa ({$code}); lệnh `signer inspect` liệt kê chúng
error-hazards = `{$path}` có điều người ký cần xem lại ({$codes}); với --strict thì không ký
    .hint = hãy xem các lưu ý ở trên (`signer explain CODE` giải thích thêm); lưu lại tài liệu cho sạch, hoặc ký không dùng --strict
place-page = trang {$page}
place-object = đối tượng {$object}
inspect-hazards = Cần biết trước khi ký
code-hazard-javascript = có chương trình (JavaScript) có thể làm thay đổi nội dung hiển thị
code-hazard-launch = có thao tác khởi động chương trình khác
code-hazard-submit-form = có thao tác gửi dữ liệu đã điền đi nơi khác
code-hazard-import-data = có thao tác lấy dữ liệu từ tệp khác để điền vào biểu mẫu
code-hazard-remote-go-to = có thao tác mở tài liệu khác
code-hazard-automatic-action = có thao tác tự động chạy
code-hazard-changes-view = có thao tác làm hiện, ẩn hoặc xoá nội dung
code-hazard-multimedia = có âm thanh, phim hoặc nội dung 3D trong tài liệu
code-hazard-uri = có liên kết đến trang web
code-hazard-embedded-file = có tệp đính kèm bên trong tài liệu
code-hazard-collection = tài liệu là một tập hồ sơ: phần mềm đọc mở một tệp bên trong thay vì các trang
code-hazard-external-reference = có nội dung lấy từ tệp khác
code-hazard-xfa = có biểu mẫu XML (XFA), một số phần mềm hiển thị nó thay cho các trang
code-hazard-need-appearances = tài liệu yêu cầu phần mềm đọc tự vẽ lại các ô biểu mẫu, mỗi phần mềm vẽ một khác
code-hazard-overlapping-fields = hai ô biểu mẫu nằm chồng lên nhau
code-hazard-covers-text = ô biểu mẫu hoặc chú thích nằm đè lên chữ của trang
code-hazard-covers-page = ô biểu mẫu hoặc chú thích che từ nửa trang trở lên
code-hazard-hidden-layer = có lớp nội dung bị ẩn, hoặc trên màn hình khác trên giấy in
code-hazard-layers = tài liệu có các lớp nội dung mà phần mềm đọc có thể tắt
code-hazard-hidden-annotation = có chú thích hoặc ô biểu mẫu bị ẩn
code-hazard-not-printed = có chú thích hoặc ô biểu mẫu chỉ thấy trên màn hình, không thấy trên giấy in
code-hazard-alternate-image = có hình ảnh mang bản khác dùng cho trường hợp khác
code-hazard-invisible-text = có chữ không nhìn thấy trên trang
code-hazard-recognised-text = có chữ không nhìn thấy nằm sau hình ảnh, như trên trang quét đã nhận dạng chữ
code-hazard-transparent = có nội dung được vẽ hoàn toàn trong suốt
code-hazard-page-outside-tree = trong tệp có một trang không nằm trong các trang của tài liệu
code-hazard-unreferenced = có nội dung ẩn không gắn vào đâu, một lần cập nhật sau có thể làm nó hiện ra
code-hazard-unreferenced-object = trong tệp còn sót đối tượng không gắn vào đâu
code-hazard-superseded = nội dung cũ vẫn còn trong tệp, một lần cập nhật sau có thể làm nó hiện lại
code-hazard-missing-object = tài liệu nhắc đến một đối tượng chưa có, sau này có thể bị thêm vào
code-hazard-unreadable = có đối tượng không đọc được
code-hazard-ambiguous = hai phần mềm có thể đọc ra hai tài liệu khác nhau; chữ ký số trên đó sẽ không được chấp nhận
code-hazard-not-all-scanned = tài liệu quá lớn, chưa xem xét hết
code-hazard-text-not-scanned = chưa xem xét chữ của một số trang
## Mức chữ ký: dấu thời gian và dữ liệu kiểm tra

extend-done = đã bổ sung: {$path}
extend-done-before = đã có đủ từ trước: {$path}
extend-summary = { $failed ->
    [0] đã bổ sung {$done} tài liệu
   *[other] đã bổ sung {$done}, không bổ sung được {$failed}
}
error-extend = không bổ sung được cho {$path}
error-extend-fails = chữ ký `{$field}` không hợp lệ; bổ sung bằng chứng cho chữ ký này không chứng minh được gì
    .hint = `signer verify` cho biết chữ ký sai ở đâu
error-level = chưa đạt được mức {$level}
error-level-tsa = mức {$level} cần dấu thời gian, nhưng chưa chỉ ra máy chủ cấp dấu thời gian nào
    .hint = chỉ ra bằng --tsa URL, hoặc bằng `tsa` trong signer.toml
error-content-timestamp-tsa = cần dấu thời gian của nội dung, nhưng chưa chỉ ra máy chủ cấp dấu thời gian nào
    .hint = chỉ ra bằng --tsa URL, hoặc bằng `tsa` trong signer.toml
error-content-timestamp-detached = chữ ký rời không kèm được dấu thời gian của nội dung
    .hint = bỏ --content-timestamp
error-level-stamp = không đưa được dấu thời gian vào tài liệu
error-level-lacking = `{$field}` chưa thể đạt mức {$level}: dữ liệu để kiểm tra còn thiếu
    .hint = --online tải phần còn thiếu; --intermediates, --crl và --ocsp chỉ ra dữ liệu đã có sẵn; --trust hoặc `signer trust add` cho biết tin cậy ai
error-level-hopeless = đóng dấu thời gian cho `{$field}` không còn ý nghĩa
    .hint = dấu thời gian chỉ có ích khi chứng thư số còn hạn và chưa bị thu hồi
error-level-detached = chữ ký rời chỉ có mức b-b: mức {$level} dành cho tài liệu
    .hint = bỏ --level
error-random = hệ thống không cấp được số ngẫu nhiên
error-standing = không kiểm tra được chứng thư số của người ký
error-certificate-refuted = chứng thư số hiện không dùng để ký được
    .hint = đề nghị tổ chức cấp chứng thư số cấp chứng thư mới; chưa có gì được ký
error-complete-room = dấu thời gian cần {$needed} octet, nhiều hơn chỗ đã dành sẵn
    .hint = chuẩn bị lại với --timestamp-room {$needed}; chữ ký cũng phải tạo lại
error-state-level = tệp trạng thái ghi mức {$level}, phiên bản này không biết
timestamp-no-room = dấu thời gian của máy chủ dài thêm sau mỗi lần trả lời, nay là {$needed} octet
core-unsigned = tài liệu chưa có chữ ký
    .hint = `signer sign` tạo chữ ký
core-unproven = hiện chưa chứng minh được {$what} đáng tin cậy: {$why}
core-timestamp = không giữ dấu thời gian này: {$why}
doubt-revoked = chứng thư số của {$subject} không còn dùng được: {$status}
doubt-status = chưa có dữ liệu nào cho biết chứng thư số của {$subject} đã bị thu hồi hay chưa
doubt-certificate = thiếu chứng thư số của người ký
doubt-form = không đọc được, hoặc không chứa chứng thư số thuộc loại được lưu giữ
doubt-path = {$why}
doubt-outside = {$why}

error-then-not-pdf = { $path } không phải tài liệu PDF; chữ ký thứ hai (`--then`) chỉ dùng cho tài liệu PDF

## Chính sách

error-policy-unknown = không có chính sách `{ $policy }`
    .hint = có sẵn { $known }; tên khác là đường dẫn của một tệp
error-policy = không dùng được chính sách { $path }
    .hint = `signer verify --explain-policy --format json` cho xem một chính sách có sẵn; điều gì đòi hỏi ít hơn phải đặt dưới [dangerous]
policy-title = Chính sách { $name }
policy-note-strict = EN 319 102-1 với các mốc thời gian của ETSI TS 119 312. Chứng thư số đã biết là bị thu hồi thì không bao giờ đạt; không có gì cho biết tình trạng thu hồi thì cảnh báo, và là chưa kết luận được nếu dùng --online.
policy-note-vn-cong-vu = Các thuật toán của Thông tư 15/2025/TT-BKHCN. SHA-1 chỉ trong những gì chứng minh được là có trước thông tư, và luôn được nêu rõ.
policy-note-historic = Dành cho lưu trữ: những gì được chấp nhận vào lúc cho thấy là đã ký. Không nên chỉ dựa vào kết quả này để chi trả.
policy-algorithms = Thuật toán
policy-accept = chấp nhận
policy-reject = từ chối
policy-until = chấp nhận trong những gì chứng minh được là có trước { $end }
policy-checks = Các bước kiểm tra mà chính sách cân nhắc
policy-fail = có tính
policy-warn = chỉ nêu, không tính
policy-ignore = không hỏi
policy-mandatory = Mọi bước kiểm tra khác luôn có tính: không chính sách nào nới lỏng được.
policy-freshness-in-force = Thông tin thu hồi đủ mới cho đến khi có bản tiếp theo.
policy-freshness = Thông tin thu hồi đủ mới trong { $seconds } giây.
policy-imprints = Hàm băm trong dấu thời gian được xét theo thời điểm mà dấu thời gian nêu.

## Hình ảnh trên trang

prepare-more = `{$file}`: chữ ký này ghi số; ngày ban hành là một chữ ký riêng: hoàn tất xong thì chuẩn bị thêm lần nữa với kết quả
stamp-font = chữ trên trang dùng phông {$font} (`{$path}`)
stamp-covers = `{$file}`: chữ ký che, ở trang {$page}: {$what}
stamp-unchecked = `{$file}`: không kiểm tra được chữ ký che những gì; hãy xem lại trang trước khi phát hành
sign-no-image = không có hình ảnh nên chữ ký không hiện trên trang; giá trị vẫn như nhau (thêm --image FILE để hiện hình ảnh)
sign-certificate-role = `{$file}`: theo tên ghi trong đó, chứng thư số của {$subject} không phải loại dùng cho tư cách này
copy-pages = `{$file}`: bản sao có {$count} trang; hãy đối chiếu với bản chính
copy-coarse = `{$file}`: trang {$page} được quét ở {$dpi} dpi; Nghị định 30/2020 yêu cầu tối thiểu 200
copy-fonts = `{$file}`: phông chữ không được nhúng sẽ hiện khác trên máy khác: {$fonts}

preview-page = trang {$page} trên {$count}
preview-place = cách mép trái {$left} mm, cách mép trên {$top} mm; rộng {$width} mm, cao {$height} mm
preview-field = trong trường chữ ký trống `{$field}`
preview-free = không che nội dung nào
preview-covers = che: {$what}
preview-unchecked = không kiểm tra được che những gì
preview-picture = ảnh của trang
preview-invisible = không có gì hiện trên trang
preview-ask = Ký? [c/K]

error-preview = không thể xem trước `{$path}`
error-preview-terminal = --preview hỏi trước mỗi chữ ký, nhưng không có màn hình dòng lệnh để hỏi
    .hint = `signer preview` cho xem trang mà không ký
error-not-confirmed = người dùng không đồng ý
error-no-font = máy tính này không có phông chữ để viết lên trang
    .hint = cài Times New Roman hoặc Liberation Serif (gói Debian fonts-liberation), hoặc thêm --font FILE
error-font = không dùng được phông chữ `{$path}`
error-image = không dùng được hình ảnh `{$path}`
    .hint = tốt nhất là PNG nền trong suốt; JPEG cũng đọc được
error-no-image = văn bản kèm theo, bản sao, số và ngày chỉ có chữ, không có hình ảnh (Nghị định 30/2020, Phụ lục I)
    .hint = bỏ --image
error-appearance = không thể hiện chữ ký trên trang
error-placeholder = không có ký hiệu thay thế `{$name}`; chỉ có: {$known}
error-rect = `{$text}` không phải là hình chữ nhật
    .hint = bốn số tính bằng điểm, X,Y,RỘNG,CAO, từ góc dưới bên trái của trang: 300,100,120,60
error-page = không có trang {$page}; tài liệu có {$count} trang
    .hint = trang đếm từ 1, hoặc từ cuối: -1 là trang cuối
error-diameter = không có con dấu nào {$mm} mm
    .hint = con dấu rộng 10 đến 60 mm; phần lớn là 36
error-date = `{$text}` không phải là ngày
    .hint = viết 2026-11-22 hoặc 22/11/2026
error-overlap = chữ ký sẽ che, ở trang {$page}: {$what}
    .hint = chọn chỗ khác bằng --rect, hoặc vẫn ký bằng --allow-overlap
error-place = không tìm được chắc chắn vị trí của { $wanted ->
    [signatory] chữ ký
    [seal] con dấu
    [number] số văn bản
    [date] ngày ban hành
   *[corner] phần chữ
    }
    .hint = { $wanted ->
    [signatory] ghi họ tên đúng như in trên văn bản bằng --signer-name và chức vụ bằng --title; hoặc chỉ vị trí bằng --rect và --page, hoặc --field
    [seal] chỉ vị trí bằng --rect và --page, hoặc --field
   *[other] chỉ vị trí bằng --rect và --page, hoặc --field, và nội dung bằng --text
    }
error-place-no-room = không có đủ chỗ cho { $wanted ->
    [signatory] chữ ký
    [seal] con dấu
    [number] số văn bản
    [date] ngày ban hành
   *[corner] phần chữ
    }
    .hint = chỉ vị trí khác bằng --rect và --page, hoặc --field; hoặc dùng --invisible
error-place-needed = chữ ký plain hiện trên trang không có vị trí quy định sẵn
    .hint = thêm --rect X,Y,W,H và --page N, hoặc --field NAME
error-pages = không đọc được chữ trên các trang
    .hint = chỉ vị trí bằng --rect và --page, hoặc ký với --invisible
error-over = không có trường chữ ký `{$field}`; chữ ký cá nhân nằm ở: {$there}
error-seal-nowhere = không có chữ ký cá nhân để đóng dấu lên
    .hint = chỉ vị trí bằng --rect và --page
error-seal-several = có nhiều người đã ký: {$there}
    .hint = nói rõ đóng dấu lên chữ ký nào bằng --over FIELD
error-number-needed = chưa có số văn bản
    .hint = thêm --number SỐ/KÝ-HIỆU, hoặc sổ đăng ký bằng --register FILE
error-notation = số `{$given}` có ký hiệu khác với dòng in trên văn bản “{$printed}”
    .hint = kiểm tra lại số và văn bản
error-blank-filled = đã có “{$there}” ở chỗ cần ghi “{$text}”
    .hint = kiểm tra lại số, ngày và văn bản
error-blank-narrow = không đủ chỗ để ghi “{$text}”
    .hint = chỉ vị trí bằng --rect và nội dung bằng --text, với tư cách plain
error-issue-filled = văn bản đã có số và ngày
error-attachment-of-its-own = tài liệu đã có chữ ký cá nhân nên không phải là văn bản kèm theo ở tệp riêng
    .hint = Nghị định 30/2020, Phụ lục I: văn bản kèm theo cùng tệp với nội dung văn bản thì không ký số lên nữa; --again vẫn ký
error-signed-twice = chứng thư số này đã ký tài liệu, trong trường `{$field}`
    .hint = --again ký thêm lần nữa
error-certificate-role = cấu hình ghi rằng chứng thư số của {$subject} dùng cho tư cách khác
    .hint = chọn chứng thư số khác, hoặc sửa mục `roles` trong signer.toml
error-copy-version = tài liệu là PDF {$version}; bản sao phải là PDF 1.4 trở lên
    .hint = quét hoặc in lại thành PDF mới hơn

error-numbers = không đọc được sổ đăng ký `{$path}`
error-register-columns = sổ đăng ký `{$path}` thiếu cột file hoặc number
    .hint = dòng đầu ghi tên các cột: file,number,notation,date,subject
error-register-row = không dùng được dòng {$line} của sổ đăng ký `{$path}`
error-register-empty = cột {$column} để trống
error-register-twice = sổ đăng ký `{$path}` có `{$file}` hai lần
error-register-missing = sổ đăng ký `{$path}` không có `{$file}`
    .hint = thêm một dòng cho tài liệu, theo tên tệp
error-journal = không ghi được vào nhật ký `{$path}`

## Báo cáo

column-path = Tài liệu
column-conclusion = Kết luận
column-completeness = Đủ chữ ký
column-cause = Nguyên nhân
column-reason = Lý do
column-todo = Việc cần làm
column-personal = Người có thẩm quyền
column-personal-unit = Đơn vị của người ký
column-organisation = Cơ quan, tổ chức
column-organisation-unit = Đơn vị của cơ quan
column-unit = Đơn vị
column-time = Thời gian ký
column-time-proven = Thời gian được chứng minh
column-level = Mức
column-signatures = Số chữ ký
column-findings = Số phát hiện
column-sha256 = SHA-256
column-size = Kích thước (octet)
column-slip = Thông báo gửi trả
column-program = Chương trình
column-policy = Chính sách
column-trust = Chứng thư số tin cậy
column-at = Thời điểm đánh giá
column-field = Trường chữ ký
column-role = Vai trò
column-signer = Người ký
column-issuer = Nơi cấp
column-serial = Số sê-ri
column-not-before = Hiệu lực từ
column-not-after = Hiệu lực đến
column-severity = Mức độ
column-code = Mã
column-message = Nội dung
sheet-summary = Tổng hợp
sheet-documents = Tài liệu
sheet-signatures = Chữ ký
sheet-findings = Phát hiện
sheet-full = trang tính đã đầy: còn {$count} dòng không ghi được, xem bằng --format jsonl
severity-info = để biết
severity-warning = cần xem
severity-error = lỗi
yes = có
no = không
completeness-complete = đủ hai chữ ký
completeness-personal-only = chỉ có chữ ký cá nhân
completeness-organisation-only = chỉ có chữ ký cơ quan
completeness-none = không có
class-all = Tất cả tài liệu
class-complete = Đạt, đủ hai chữ ký
class-personal-only = Đạt, chỉ có chữ ký cá nhân
class-organisation-only = Đạt, chỉ có chữ ký cơ quan
class-signed = Đạt, chữ ký khác
class-indeterminate = Chưa kết luận được
class-failed = Không đạt
class-unsigned = Chưa ký
class-unreadable = Không đọc được
unit-unknown = (không rõ)
slip-refused = Từ chối tiếp nhận văn bản “{$name}”. Lý do: {$reason}. Đề nghị kiểm tra, ký số lại và gửi lại.
slip-indeterminate = Chưa tiếp nhận được văn bản “{$name}”, vì chưa xác định được giá trị của chữ ký số: {$reason}.
reason-requirement = tài liệu thiếu: {$what}
report-title = Kết quả kiểm tra chữ ký số
report-no-trust = chưa nêu chứng thư số nào
report-by-cause = Không đạt, theo nguyên nhân
report-by-unit = Theo đơn vị (số tài liệu · tỷ lệ đủ hai chữ ký)
report-by-month = Theo tháng (số tài liệu · tỷ lệ đủ hai chữ ký)
report-by-quarter = Tỷ lệ văn bản đủ hai chữ ký, theo đơn vị và quý
report-whole = Cả kỳ
column-rate = Tỷ lệ
report-search = Tìm theo tên tệp, người ký, đơn vị
report-any = tất cả
report-shown = {$shown} trong {$all} tài liệu
report-none = không ghi
report-proven = có dấu thời gian
report-claimed = theo máy tính của người ký
report-back = Danh sách
report-print = In
report-json = Lưu JSON
report-slip = Thông báo gửi trả
report-path = Đường dẫn chứng thực
report-revocation = Tình trạng thu hồi
report-timestamps = Dấu thời gian
report-object = đối tượng
report-page-number = trang
report-allowed-by = được phép theo quy tắc
report-nobody = không ai xác nhận
report-trusted = tin cậy
report-old-browser = Trình duyệt này quá cũ để xem chi tiết: hãy dùng bản mới hơn.
report-print-limit = … và {$count} tài liệu khác
revocation-good = chưa bị thu hồi
revocation-revoked = ĐÃ BỊ THU HỒI
revocation-unknown = không rõ
error-etsi-several = báo cáo ETSI chỉ nói về một tài liệu
    .hint = Nêu một thư mục: --output THƯ_MỤC, mỗi tài liệu một tệp

## Vị trí trên trang

list-more = và {$more} chỗ khác
place-seen = “{$text}” ở trang {$page}, cách mép trái {$left} mm, cách mép trên {$top} mm
place-no-text = đã tìm “{$wanted}” trên {$pages} trang, nhưng { $scan ->
    [yes] trang chỉ là ảnh quét, không có chữ
   *[no] trang không có chữ
    }
place-only-hidden = “{$wanted}” chỉ có trong lớp chữ ẩn mà người đọc không thấy (chương trình quét để lại): {$at}
place-name-absent = không có chữ “{$wanted}” trên {$pages} trang cuối
place-name-in-fields = “{$wanted}” không được in trên trang; đó là giá trị của trường biểu mẫu {$fields}
place-title-absent = { $given ->
    [yes] phía trên họ tên không có chức vụ “{$title}”
   *[no] phía trên họ tên không có dòng chức vụ viết hoa
    }: {$names}{ $stands ->
    [yes] ; phía trên là {$above}
   *[no] {""}
    }
place-several = “{$wanted}” có ở {$count} chỗ: {$at}
place-occupied = ở trang {$page}, chỗ của hình đã có: {$what}
place-narrow = ở trang {$page} chỉ còn chỗ {$width} × {$height} mm; cần {$needed-width} × {$needed-height} mm
place-invisible = trường chữ ký `{$field}` không hiện trên trang nào
place-line-absent = trang đầu không có dòng “{$wanted}”
touched = { $what ->
    [text] chữ “{$text}”
    [image] một hình ảnh
    [scan] ảnh quét của cả trang
    [drawing] một đường kẻ hoặc một mảng màu
    [empty-signature-field] trường chữ ký trống `{$text}`
    [signature] chữ ký `{$text}`
    [field] trường biểu mẫu `{$text}`
    [annotation] một ghi chú ({$text})
   *[other] một nội dung khác
    } cách mép trái {$left} mm, cách mép trên {$top} mm
layout-unreadable = không đọc được các trang của tài liệu
layout-ambiguous = hai cách đọc cho thấy hai nội dung trang khác nhau trong tài liệu này
layout-uninterpretable = không hiểu được nội dung trang {$page}
layout-picture-size = không vẽ được ảnh {$width} × {$height} điểm

## Nhật ký ký số

error-journal-other = `{$path}` không phải nhật ký của chương trình này
    .hint = chọn tên một tệp chưa có
journal-recovered = đã ghi bổ sung nhật ký sau lần chạy bị gián đoạn: {$count} dòng
journal-state = Tình trạng
journal-state-signed = đã ký
journal-state-interrupted = bị gián đoạn: văn bản đã ký không có ở vị trí này
journal-time = Thời gian
journal-input = Văn bản
journal-output = Văn bản đã ký
journal-sha256 = SHA-256
journal-number = Số, ký hiệu
journal-date = Ngày ban hành
journal-subject = Trích yếu
journal-role = Tư cách ký
journal-signer = Người ký
journal-certificate = Chứng thư số (SHA-256)
journal-level = Mức
journal-timestamp = Dấu thời gian
journal-status = Chứng thư số đã được kiểm tra trước khi ký
journal-status-checked = có
journal-without-personal = Lý do ký khi chưa có chữ ký của người có thẩm quyền
## Đầu vào của kiểm tra hàng loạt

error-archive = không đọc được `{$path}` như tệp nén ZIP
    .hint = giải nén bằng chương trình khác rồi kiểm tra thư mục
error-archive-member = không giải nén được `{$path}`
    .hint = xin nơi gửi gửi lại tệp nén
error-archive-members = tệp nén có hơn {$most} tệp; phần còn lại chưa được xem
    .hint = giải nén rồi kiểm tra thư mục
error-archive-nested = `{$path}` là tệp nén hoặc gói tin nằm trong tệp nén, không được mở tiếp
    .hint = giải nén tệp nén bên ngoài rồi kiểm tra thư mục
error-archive-encrypted = `{$path}` được mã hoá trong tệp nén
    .hint = giải nén bằng mật khẩu rồi kiểm tra thư mục
error-archive-method = `{$path}` được nén theo cách mà phiên bản này chưa giải nén được
    .hint = giải nén bằng chương trình khác rồi kiểm tra thư mục
error-archive-bomb = `{$path}` giải nén ra lớn hơn nhiều so với mọi tài liệu: có thể được tạo ra để gây hại
    .hint = không giải nén; hỏi lại nơi gửi
error-archive-twins = tệp nén `{$path}` có nhiều tệp trùng tên, chỉ đọc được tệp cuối
    .hint = xin nơi gửi một tệp nén mà mọi chương trình đọc như nhau
error-link = `{$path}` là liên kết, không được theo
    .hint = nêu thư mục hoặc tệp mà liên kết dẫn đến
error-special = `{$path}` không phải tệp cũng không phải thư mục
error-too-large = `{$path}` lớn hơn mọi tài liệu: không đọc
error-message = không đọc được `{$path}` như gói tin của trục liên thông văn bản quốc gia (edXML)
    .hint = xin nơi gửi gửi lại
error-message-attachments = gói tin `{$path}` có {$count} tệp đính kèm, trong khi cần có {$listed}
    .hint = xin nơi gửi gửi lại gói tin
error-attachment = không mở được tệp đính kèm `{$path}`
    .hint = xin nơi gửi gửi lại gói tin
error-attachment-kind = tệp đính kèm `{$path}` không phải tài liệu kiểm tra được
error-ledger = không dùng được sổ tiến độ `{$path}`
    .hint = nêu tệp khác với --resume
error-ledger-form = sổ tiến độ `{$path}` có dạng {$form}, phiên bản này không biết
    .hint = nêu tệp khác với --resume
error-ledger-busy = một lần chạy khác đang ghi vào sổ tiến độ `{$path}`
    .hint = chờ lần chạy đó xong, hoặc nêu tệp khác
error-ledger-settings = sổ tiến độ `{$path}` thuộc về lần chạy đánh giá theo cách khác: {$what}
    .hint = đánh giá như lần chạy đó, hoặc bắt đầu sổ khác
error-units = không dùng được danh sách đơn vị không còn tồn tại `{$path}`: dòng {$line}
    .hint = tên, ngày đầu tiên không còn (dạng 2025-07-01) và đơn vị kế tục, cách nhau bằng dấu tab
setting-program = chương trình
setting-policy = chính sách
setting-time = thời điểm đánh giá
setting-trust = chứng thư số tin cậy
setting-intermediates = chứng thư số trung gian
setting-evidence = CRL và trả lời OCSP
setting-online = trực tuyến
setting-content = nội dung của chữ ký rời
setting-pages = đọc trang đầu
setting-units = đơn vị không còn tồn tại
setting-password = mật khẩu
verify-passed-over = {$count} tệp loại khác trong thư mục và tệp nén được bỏ qua
verify-known = {$count} tài liệu đã có trong sổ tiến độ, không đọc lại
unreadable-nested = tệp nằm trong tệp nén hoặc gói tin, mà chính nó lại nằm trong tệp nén khác
    .todo = giải nén tệp nén bên ngoài rồi kiểm tra thư mục
unreadable-archive = tệp nén, hoặc tệp này trong đó, bị hỏng
    .todo = xin nơi gửi gửi lại
unreadable-message = gói tin, hoặc tệp đính kèm này, bị hỏng hoặc thiếu
    .todo = xin nơi gửi gửi lại
unreadable-link = là liên kết, không được theo
    .todo = nêu tệp hoặc thư mục mà liên kết dẫn đến
unreadable-changed = có người ghi vào tệp trong khi đang đọc
    .todo = kiểm tra lại khi không còn ai làm việc trên tệp
requirement-order = chữ ký số của người có thẩm quyền trước của cơ quan, tổ chức
requirement-complete-or-copy = đủ hai chữ ký số theo thứ tự, hoặc của cơ quan trên bản sao hay phụ lục
requirement-attachments = chữ ký số của cơ quan trên văn bản kèm theo ở tệp riêng
requirement-number-date = số, ký hiệu và ngày ban hành trên trang đầu
requirement-current-units = chứng thư số nêu đơn vị còn tồn tại khi ký
requirement-utc-time = thời gian ký không lệch bảy giờ
requirement-facts = đủ các thông tin mà pháp luật yêu cầu hiển thị cho mỗi chữ ký
code-unit-former = chứng thư số nêu một đơn vị không còn tồn tại khi ký
code-edxml-signer-differs = gói tin nêu người ký khác với chứng thư số
code-edxml-organisation-differs = gói tin nêu cơ quan khác với chứng thư số
code-edxml-number-differs = gói tin nêu số khác với văn bản
code-edxml-date-differs = gói tin nêu ngày ban hành khác với văn bản
code-edxml-number-unread = không đọc được số trên trang để so với gói tin
code-edxml-date-unread = không đọc được ngày ban hành trên trang để so với gói tin
code-page-limit = trang đầu cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép nên không được đọc
column-form = Loại văn bản
column-number = Số, ký hiệu
column-date = Ngày ban hành
column-order = Thứ tự ký
column-former-units = Đơn vị không còn tồn tại
column-duplicate = Trùng nội dung với
column-integrity = Nội dung
form-original = bản gốc
form-copy = bản sao
form-attachment = văn bản kèm theo
order-kept = cá nhân trước, cơ quan sau
order-reversed = cơ quan ký trước cá nhân
presence-absent = không có
label-duplicate = Trùng nội dung với
label-form = Loại văn bản
label-number = Số, ký hiệu
label-date = Ngày ban hành
report-message = Gói tin chuyển văn bản
setting-kept = nơi giữ bằng chứng
